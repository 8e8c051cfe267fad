import { PatchStrategy, PolicyV1Api, setHeaderOptions } from '@kubernetes/client-node';
import { expect } from 'vitest';
import type { DrainReport } from '#domain/drain/drain-report.ts';
import type { ClusterClient } from '#gateways/kubernetes/client/cluster-client.ts';
import { type DrainClient, openDrainClient } from '#gateways/kubernetes/drain/drain-client.ts';
import { type DrainRequest, drainNode } from '#procedures/drain/drain-node.ts';
import type { DrainClock } from '#procedures/drain/drain-pass.ts';

/** A cluster that can be asked how it answers a drain: the simulator's, or a real API server with made-up nodes. */
export interface DrainBench {
  readonly client: ClusterClient;
  /** Waiting lets the cluster's time pass. */
  readonly clock: DrainClock;
  /** A ready node with room, and these labels. */
  addNode(name: string, labels: Readonly<Record<string, string>>): Promise<void>;
  /** The node and what ran on it is gone, as when its machine is taken away. */
  removeNode(name: string): Promise<void>;
}

/** One question; it fails by throwing. */
export interface DrainCase {
  /** Of the list that it comes from: K1, R2, N3. */
  readonly id: string;
  readonly title: string;
  readonly run: (place: DrainPlace) => Promise<void>;
}

export interface PodParts {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly finalizers?: readonly string[];
  readonly ownerReferences?: readonly object[];
  readonly hasEmptyDir?: boolean;
  readonly graceSeconds?: number;
  readonly priorityClassName?: string;
  readonly phase?: 'Running' | 'Succeeded' | 'Failed';
}

export interface SetParts extends Pick<PodParts, 'hasEmptyDir' | 'annotations'> {
  readonly replicas?: number;
  /** More of the pods' spec. */
  readonly spec?: object;
}

export interface DrainOptions extends Partial<Omit<DrainRequest, 'node' | 'consent'>> {
  readonly force?: boolean;
  readonly deleteLocalData?: boolean;
  readonly signal?: AbortSignal;
  /** Called whenever the drain waits, before time passes. */
  readonly meanwhile?: () => Promise<void>;
  /** Between the drain and the cluster. */
  readonly through?: (drainClient: DrainClient) => DrainClient;
}

export interface Drained extends DrainReport {
  /** Evictions in the order of their answers, which is that of the API server: name and status. */
  readonly evictions: readonly string[];
  /** The grace period that each pod's last eviction asked for; null: the pod's own. */
  readonly graces: Readonly<Record<string, number | null>>;
  /** "web-1 evicted", by name. */
  readonly told: readonly string[];
}

export type DrainPlace = Awaited<ReturnType<typeof openPlace>>;

/**
 * A namespace and a node of its own, so that questions do not meet; with `isThere` one that was opened before, for someone with
 * another client.
 */
export async function openPlace(bench: DrainBench, id: string, { isThere = false } = {}) {
  const { client, clock } = bench;
  const namespace = id.toLowerCase();
  const selector = { question: namespace };
  const node = `${namespace}-one`;
  if (!isThere) {
    await bench.addNode(node, selector);
    await post('/api/v1/namespaces', { metadata: { name: namespace } });
  }

  async function post(path: string, object: object): Promise<void> {
    const { status, text } = await client.post(path, object);
    if (status >= 300) throw new Error(`${path} answered ${status}: ${text}`);
  }
  const inNamespace = (path: string) => path.replace('NS', namespace);
  const template = (
    name: string,
    { hasEmptyDir = false, annotations = {}, spec = {} }: SetParts,
    more: object = {},
  ) => ({
    metadata: { labels: { app: name }, annotations },
    spec: { ...podSpec(hasEmptyDir), nodeSelector: selector, ...spec, ...more },
  });
  const podNames = async () => (await pods()).map(({ metadata }) => metadata?.name ?? '').toSorted();
  const pods = async () => (await client.core.listNamespacedPod({ namespace })).items;
  const isReady = (pod: Awaited<ReturnType<typeof pods>>[number]) =>
    pod.status?.conditions?.some((each) => each.type === 'Ready' && each.status === 'True') ?? false;
  const until = async (what: string, isSo: () => Promise<boolean>) => {
    for (let looks = 0; !(await isSo()); looks += 1) {
      if (looks > 120) throw new Error(`never so: ${what}`);
      await clock.wait(500);
    }
  };
  const allReady = (name: string, count: number) =>
    until(`${count} pods of ${name} are ready`, async () => {
      const own = (await pods()).filter((pod) => pod.metadata?.labels?.app === name);
      return own.length === count && own.every(isReady);
    });

  return {
    bench,
    namespace,
    node,
    until,
    pods,
    podNames,
    /** A second node, where the pods of this place may go. */
    async openOther(): Promise<string> {
      const other = `${namespace}-two`;
      await bench.addNode(other, selector);
      return other;
    },
    /** A pod of no one, running on the node. */
    async pod(name: string, parts: PodParts = {}): Promise<void> {
      const { labels = {}, annotations = {}, finalizers = [], ownerReferences = [] } = parts;
      await post(inNamespace('/api/v1/namespaces/NS/pods'), {
        metadata: { name, namespace, labels, annotations, finalizers, ownerReferences },
        spec: {
          ...podSpec(parts.hasEmptyDir ?? false),
          nodeSelector: selector,
          // A mirror pod comes with its node.
          ...('kubernetes.io/config.mirror' in annotations && { nodeName: node }),
          // It lands on a cordoned node too.
          tolerations: [{ key: 'node.kubernetes.io/unschedulable', operator: 'Exists' }],
          ...(parts.graceSeconds !== undefined && { terminationGracePeriodSeconds: parts.graceSeconds }),
          ...(parts.priorityClassName !== undefined && { priorityClassName: parts.priorityClassName }),
        },
      });
      await until(`${name} runs`, async () =>
        (await pods()).some((pod) => pod.metadata?.name === name && isReady(pod)),
      );
      if (parts.phase !== undefined) await this.setStatus(name, { phase: parts.phase });
    },
    async setStatus(name: string, status: object): Promise<void> {
      await client.core.patchNamespacedPodStatus(
        { name, namespace, body: { status } },
        setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch),
      );
    },
    /** Takes its finalizers away. */
    async letGo(name: string): Promise<void> {
      const body = [{ op: 'remove', path: '/metadata/finalizers' }];
      await client.core.patchNamespacedPod({ name, namespace, body });
    },
    setUnready(name: string): Promise<void> {
      const unready = ['Ready', 'ContainersReady'].map((type) => ({ type, status: 'False' }));
      return this.setStatus(name, { conditions: unready });
    },
    async deployment(name: string, parts: SetParts = {}): Promise<void> {
      const { replicas = 1 } = parts;
      const spec = { replicas, selector: { matchLabels: { app: name } }, template: template(name, parts) };
      await post(inNamespace('/apis/apps/v1/namespaces/NS/deployments'), { metadata: { name }, spec });
      await allReady(name, replicas);
    },
    async statefulSet(name: string): Promise<void> {
      const spec = {
        replicas: 1,
        serviceName: name,
        selector: { matchLabels: { app: name } },
        template: template(name, {}),
      };
      await post(inNamespace('/apis/apps/v1/namespaces/NS/statefulsets'), { metadata: { name }, spec });
      await allReady(name, 1);
    },
    async daemonSet(name: string, parts: SetParts = {}): Promise<void> {
      const spec = { selector: { matchLabels: { app: name } }, template: template(name, parts) };
      await post(inNamespace('/apis/apps/v1/namespaces/NS/daemonsets'), { metadata: { name }, spec });
      await allReady(name, 1);
    },
    async job(name: string, parts: SetParts = {}): Promise<void> {
      const spec = { template: template(name, parts, { restartPolicy: 'Never' }) };
      await post(inNamespace('/apis/batch/v1/namespaces/NS/jobs'), { metadata: { name }, spec });
      await until(`a pod of ${name} runs`, async () =>
        (await pods()).some((pod) => pod.metadata?.labels?.app === name && isReady(pod)),
      );
    },
    /** For the pods with label app=`app`; waits until it is computed. */
    async budget(
      name: string,
      { app = name, ...rule }: { readonly app?: string } & Readonly<Record<string, unknown>>,
    ) {
      const spec = { selector: { matchLabels: { app } }, ...rule };
      await post(inNamespace('/apis/policy/v1/namespaces/NS/poddisruptionbudgets'), {
        metadata: { name },
        spec,
      });
      await until(`${name} is computed`, async () => {
        const budgets = await openDrainClient(client, new AbortController().signal).budgets();
        return budgets.some(
          (each) => each.namespace === namespace && each.name === name && each.figures !== null,
        );
      });
    },
    async setBudget(name: string, rule: object): Promise<void> {
      await client
        .api(PolicyV1Api)
        .patchNamespacedPodDisruptionBudget(
          { name, namespace, body: { spec: rule } },
          setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch),
        );
    },
    drainClient: (signal: AbortSignal = new AbortController().signal) => openDrainClient(client, signal),
    async isCordoned(): Promise<boolean> {
      return (await client.core.readNode({ name: node })).spec?.unschedulable ?? false;
    },
    async drain(options: DrainOptions = {}): Promise<Drained> {
      const {
        force = false,
        deleteLocalData = false,
        timeoutMs = 120_000,
        signal,
        meanwhile,
        through,
        ...rest
      } = options;
      const { drainClient, evictions, graces } = recording(this.drainClient(signal));
      const request: DrainRequest = {
        node,
        by: 'a test',
        consent: { unmanaged: force, localData: deleteLocalData },
        graceSeconds: null,
        timeoutMs,
        parallelism: 10,
        successorsMs: 30_000,
        skipStuckMs: null,
        isDryRun: false,
        ...rest,
      };
      const own: DrainClock = {
        ...clock,
        async wait(ms) {
          await meanwhile?.();
          signal?.throwIfAborted();
          await clock.wait(ms);
        },
      };
      const report = await drainNode(through?.(drainClient) ?? drainClient, request, own);
      const told = report.pods.map(({ name, outcome }) => `${name} ${outcome}`).toSorted();
      return { ...report, evictions, graces, told };
    },
  };
}

/** Never both an eviction and anything else, never twice what was accepted (K18): checked for every drain. */
function recording(drainClient: DrainClient) {
  const evictions: string[] = [];
  const graces: Record<string, number | null> = {};
  const accepted = new Set<string>();
  const recorded: DrainClient = {
    ...drainClient,
    async evict(pod, options) {
      expect(accepted.has(pod.uid), `${pod.name} was evicted already`).toBe(false);
      const reply = await drainClient.evict(pod, options);
      evictions.push(`${pod.name} ${reply.status}`);
      graces[pod.name] = options.graceSeconds;
      if (reply.status < 300 && !options.isDryRun) accepted.add(pod.uid);
      return reply;
    },
  };
  return { drainClient: recorded, evictions, graces };
}

function podSpec(hasEmptyDir: boolean) {
  return {
    containers: [{ name: 'main', image: 'main:1' }],
    ...(hasEmptyDir && { volumes: [{ name: 'data', emptyDir: {} }] }),
  };
}
