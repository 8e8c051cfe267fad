import { untilPasses } from './until-passes.ts';
import type { Answer, Asked, Wire } from './wire.ts';

/** One namespace of one cluster, with what a question needs in it. */
export interface Scene {
  readonly namespace: string;
  /** A path from the server's root. */
  ask(path: string, asked?: Asked): Promise<Answer>;
  /** The path of a collection of this namespace, or of one object: `path('pods', 'web-0')`. */
  path(plural: Plural, name?: string): string;
  /** The object itself. Throws where there is none. */
  read<T = Readonly<Record<string, unknown>>>(plural: Plural, name: string): Promise<T>;
  /** POST pods/NAME/eviction; `body` is laid over the usual one. */
  evict(pod: string, body?: object): Promise<Answer>;
}

const groups = {
  namespaces: '/api/v1',
  nodes: '/api/v1',
  pods: '/api/v1',
  deployments: '/apis/apps/v1',
  replicasets: '/apis/apps/v1',
  daemonsets: '/apis/apps/v1',
  statefulsets: '/apis/apps/v1',
  jobs: '/apis/batch/v1',
  poddisruptionbudgets: '/apis/policy/v1',
} as const;

export type Plural = keyof typeof groups;

const plurals: Readonly<Record<string, Plural>> = {
  Pod: 'pods',
  Deployment: 'deployments',
  DaemonSet: 'daemonsets',
  StatefulSet: 'statefulsets',
  Job: 'jobs',
  PodDisruptionBudget: 'poddisruptionbudgets',
};

export interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly status?: object;
}

/** Makes the namespace and what is in it, and waits until its pods have started and its budgets are counted. */
export async function setScene(
  wire: Wire,
  namespace: string,
  manifests: readonly Manifest[],
): Promise<Scene> {
  const scene = sceneIn(wire, namespace);
  await accepted(wire, '/api/v1/namespaces', { kind: 'Namespace', metadata: { name: namespace } });
  for (const manifest of manifests) {
    const plural = plurals[manifest.kind]!;
    await accepted(wire, scene.path(plural), inApi(plural, manifest));
    if (manifest.status !== undefined)
      await wire.ask(`${scene.path(plural, manifest.metadata.name)}/status`, {
        method: 'PATCH',
        contentType: 'application/merge-patch+json',
        body: { status: manifest.status },
      });
  }
  await settled(scene, manifests);
  return scene;
}

function sceneIn(wire: Wire, namespace: string): Scene {
  const path = (plural: Plural, name?: string) => {
    const isGlobal = plural === 'nodes' || plural === 'namespaces';
    const collection = `${groups[plural]}${isGlobal ? '' : `/namespaces/${namespace}`}/${plural}`;
    return name === undefined ? collection : `${collection}/${name}`;
  };
  return {
    namespace,
    path,
    ask: (...asked) => wire.ask(...asked),
    async read<T>(plural: Plural, name: string) {
      const { status, body } = await wire.ask(path(plural, name));
      if (status !== 200) throw new Error(`GET ${path(plural, name)}: ${status} ${JSON.stringify(body)}`);
      return body as T;
    },
    evict: (pod, body = {}) =>
      wire.ask(`${path('pods', pod)}/eviction`, {
        method: 'POST',
        body: {
          apiVersion: 'policy/v1',
          kind: 'Eviction',
          metadata: { name: pod, namespace },
          ...body,
        },
      }),
  };
}

function inApi(plural: Plural, manifest: Manifest): object {
  return { apiVersion: groups[plural].replace(/^\/apis?\//, ''), ...manifest };
}

async function accepted(wire: Wire, path: string, body: object): Promise<void> {
  const answer = await wire.ask(path, { method: 'POST', body });
  if (answer.status !== 201) throw new Error(`POST ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
}

interface ScenePod {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: string;
  };
  readonly spec: { readonly nodeName?: string; readonly nodeSelector?: object };
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

export interface SceneBudget {
  readonly metadata: { readonly generation: number };
  readonly spec: { readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> } };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly currentHealthy: number;
    readonly desiredHealthy: number;
    readonly disruptionsAllowed: number;
    readonly expectedPods: number;
    readonly conditions?: readonly { readonly reason?: string; readonly message?: string }[];
  };
}

/** Every object of a kind in the scene. */
async function all<T>(scene: Scene, plural: Plural): Promise<readonly T[]> {
  const { body } = await scene.ask(scene.path(plural));
  return (body as { readonly items: readonly T[] }).items;
}

async function settled(scene: Scene, manifests: readonly Manifest[]): Promise<void> {
  const wanted = manifests.reduce((sum, manifest) => sum + podsOf(manifest), 0);
  await untilPasses(async () => {
    const pods = await all<ScenePod>(scene, 'pods');
    const waiting = pods.filter((pod) => pod.status?.phase === 'Pending' && !isHeld(pod));
    if (pods.length < wanted || waiting.length > 0)
      throw new Error(`${pods.length} of ${wanted} pods are there, ${waiting.length} have not started`);
    const budgets = await all<SceneBudget>(scene, 'poddisruptionbudgets');
    for (const budget of budgets) checkObserved(budget);
    // Of several budgets on the same pods the real controller keeps but one up to date.
    if (budgets.length === 1) checkCounted(budgets[0]!, pods);
  });
}

/** A pod whose selector no node meets stays where it is, once the scheduler has said so. */
function isHeld({ spec, status }: ScenePod): boolean {
  const isJudged = status?.conditions?.some(({ type }) => type === 'PodScheduled') ?? false;
  return spec.nodeSelector !== undefined && isJudged;
}

function podsOf(manifest: Manifest): number {
  const { spec } = manifest as { readonly spec?: { readonly replicas?: number } };
  if (manifest.kind === 'Pod') return 1;
  if (manifest.kind === 'PodDisruptionBudget') return 0;
  return spec?.replicas ?? 1;
}

function checkObserved({ metadata, status }: SceneBudget): void {
  if (hasSyncFailed(status) || status?.observedGeneration === metadata.generation) return;
  throw new Error('a budget is not observed yet');
}

function hasSyncFailed(status: SceneBudget['status']): boolean {
  return status?.conditions?.some(({ reason }) => reason === 'SyncFailed') ?? false;
}

function checkCounted({ spec, status }: SceneBudget, pods: readonly ScenePod[]): void {
  if (hasSyncFailed(status)) return;
  const labels = Object.entries(spec.selector?.matchLabels ?? {});
  if (spec.selector === undefined) return;
  const healthy = pods.filter(
    (pod) => isReady(pod) && labels.every(([key, value]) => pod.metadata.labels?.[key] === value),
  );
  if (status?.currentHealthy !== healthy.length)
    throw new Error(`a budget counts ${status?.currentHealthy} healthy pods, there are ${healthy.length}`);
}

function isReady({ status }: ScenePod): boolean {
  return status?.conditions?.some((each) => each.type === 'Ready' && each.status === 'True') ?? false;
}
