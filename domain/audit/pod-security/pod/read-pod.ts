import { isObject, readShape, type ShapeProblem } from '../../kubernetes/read-shape.ts';
import type { Container, Pod, PodSpec } from './pod.ts';

/** What of an object is a pod, or will be one. */
interface PodTemplate {
  readonly apiVersion: string;
  readonly kind: string;
  /** The object's own; null where it has none. */
  readonly namespace: string | null;
  readonly name: string | null;
  /** The object's own, not its template's. */
  readonly labels: Readonly<Record<string, string>>;
  /** The labels that the pod has. */
  readonly podLabels: Readonly<Record<string, string>>;
  readonly pod: Pod;
}

export type ReadPod =
  | { readonly outcome: 'pod'; readonly template: PodTemplate }
  /** The object has no pod: another kind, or a controller without a template. */
  | { readonly outcome: 'none' }
  | { readonly outcome: 'unreadable'; readonly problems: readonly ShapeProblem[] };

const template = ['spec', 'template'];

/**
 * Where each kind keeps its pod, gone API versions included. Beside those of Kubernetes: Argo Rollouts, Knative Serving, OpenKruise, Strimzi
 * (whose sets hold whole pods, all made alike: the first stands for all), KEDA, LeaderWorkerSet and OpenShift, by their reference pages.
 */
const templates: Readonly<
  Record<string, { readonly groups: readonly string[]; readonly path: readonly string[] }>
> = {
  Pod: { groups: [''], path: [] },
  PodTemplate: { groups: [''], path: ['template'] },
  ReplicationController: { groups: [''], path: template },
  ReplicaSet: { groups: ['apps', 'extensions'], path: template },
  Deployment: { groups: ['apps', 'extensions'], path: template },
  StatefulSet: { groups: ['apps', 'apps.kruise.io'], path: template },
  DaemonSet: { groups: ['apps', 'extensions', 'apps.kruise.io'], path: template },
  Job: { groups: ['batch', 'extensions'], path: template },
  CronJob: { groups: ['batch'], path: ['spec', 'jobTemplate', ...template] },
  Rollout: { groups: ['argoproj.io'], path: template },
  Service: { groups: ['serving.knative.dev'], path: template },
  Configuration: { groups: ['serving.knative.dev'], path: template },
  CloneSet: { groups: ['apps.kruise.io'], path: template },
  BroadcastJob: { groups: ['apps.kruise.io'], path: template },
  AdvancedCronJob: { groups: ['apps.kruise.io'], path: [...template, 'jobTemplate', ...template] },
  StrimziPodSet: { groups: ['core.strimzi.io'], path: ['spec', 'pods', '0'] },
  ScaledJob: { groups: ['keda.sh'], path: ['spec', 'jobTargetRef', 'template'] },
  LeaderWorkerSet: {
    groups: ['leaderworkerset.x-k8s.io'],
    path: ['spec', 'leaderWorkerTemplate', 'workerTemplate'],
  },
  DeploymentConfig: { groups: ['apps.openshift.io'], path: template },
};

/** As rules of roles name them: "apps/deployments"; "/pods" of the core group. Of templates alone nothing makes pods. */
export const podMakers: readonly string[] = Object.entries(templates)
  .filter(([kind]) => kind !== 'PodTemplate')
  .flatMap(([kind, { groups }]) => groups.map((group) => `${group}/${kind.toLowerCase()}s`));

/** Whether objects of this kind are pods or make some. */
export function makesPods(apiVersion: string, kind: string): boolean {
  return Object.hasOwn(templates, kind) && (templates[kind]?.groups.includes(groupOf(apiVersion)) ?? false);
}

/** Whether what the object owns is judged through it. Of custom resources only with a template: a Rollout may refer to a Deployment's. */
export function standsForPods(object: Readonly<Record<string, unknown>>): boolean {
  const { apiVersion, kind } = object;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || !makesPods(apiVersion, kind))
    return false;
  return !apiVersion.includes('.') || stepDown(object, templates[kind]?.path ?? [], () => undefined) !== null;
}

/** Where objects of a kind keep the template of their pods; empty for a pod. */
export function podTemplatePath(kind: string): readonly string[] {
  return templates[kind]?.path ?? [];
}

/** Where objects of a kind keep the spec of their pods: "spec.template.spec". */
export function podSpecPath(kind: string): string {
  return [...(templates[kind]?.path ?? []), 'spec'].join('.').replaceAll(/\.(\d+)/g, '[$1]');
}

/** Reads the pod, or the pod template, of a parsed Kubernetes object; a value of a wrong type makes it unreadable. */
export function readPod(object: Readonly<Record<string, unknown>>): ReadPod {
  const { apiVersion, kind } = object;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || !makesPods(apiVersion, kind)) {
    return { outcome: 'none' };
  }
  const path = templates[kind]?.path ?? [];
  const problems: ShapeProblem[] = [];
  const tell = (problem: ShapeProblem) => problems.push(problem);
  const own = readAs<Metadata>('ObjectMeta', object.metadata ?? {}, 'metadata', tell);
  const holder = stepDown(object, path, tell);
  const template =
    holder === null
      ? undefined
      : readAs<Partial<Pod> & { metadata?: Metadata }>('PodTemplateSpec', holder, path.join('.'), tell);
  if (problems.length > 0 || own === undefined) return { outcome: 'unreadable', problems };
  if (template === undefined) return { outcome: 'none' };
  const { metadata = {}, spec: written = {} } = template;
  const spec = isKnative(apiVersion) ? namedByKnative(written) : written;
  return {
    outcome: 'pod',
    template: {
      apiVersion,
      kind,
      namespace: own.namespace ?? null,
      name: own.name ?? null,
      labels: own.labels ?? {},
      podLabels: metadata.labels ?? {},
      pod: { metadata, spec },
    },
  };
}

function isKnative(apiVersion: string): boolean {
  return groupOf(apiVersion) === 'serving.knative.dev';
}

/** As the webhook of Knative Serving 1.20 names containers that have no name. */
function namedByKnative(spec: PodSpec): PodSpec {
  const { containers, initContainers } = spec;
  const taken = new Set([...(containers ?? []), ...(initContainers ?? [])].map(({ name }) => name));
  const named = (given: readonly Container[], otherwise: string) => {
    let suffix = 0;
    return given.map((container) => {
      if ((container.name ?? '') !== '') return container;
      let name = otherwise;
      while (given.length > 1 ? name === otherwise || taken.has(name) : taken.has(name))
        name = `${otherwise}-${suffix++}`;
      taken.add(name);
      return { ...container, name };
    });
  };
  return {
    ...spec,
    ...(containers === undefined ? {} : { containers: named(containers, 'user-container') }),
    ...(initContainers === undefined ? {} : { initContainers: named(initContainers, 'init-container') }),
  };
}

interface Metadata {
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** `readShape` has the same fields and types as T: both are the API's. undefined: it is no object, which was reported. */
function readAs<T>(
  type: string,
  value: unknown,
  path: string,
  tell: (problem: ShapeProblem) => void,
): T | undefined {
  return readShape(type, value, path, tell) as T | undefined;
}

/** Down to the template: null where a step is unset. */
function stepDown(
  object: Readonly<Record<string, unknown>>,
  path: readonly string[],
  tell: (problem: ShapeProblem) => void,
): unknown {
  let value: unknown = object;
  for (const [at, step] of path.entries()) {
    if (!isObject(value) && !Array.isArray(value)) {
      tell({ path: path.slice(0, at).join('.'), message: 'expected an object' });
      return null;
    }
    value = (value as Readonly<Record<string, unknown>>)[step] ?? null;
    if (value === null) return null;
  }
  return value;
}

function groupOf(apiVersion: string): string {
  const [group, version] = apiVersion.split('/');
  return version === undefined ? '' : (group ?? '');
}
