import { isObject, readShape, type ShapeProblem } from '../../kubernetes/read-shape.ts';
import type { Pod } from './pod.ts';

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

/** Where each kind keeps its pod: gone API versions are the same there. */
const templates: Readonly<
  Record<string, { readonly groups: readonly string[]; readonly path: readonly string[] }>
> = {
  Pod: { groups: [''], path: [] },
  PodTemplate: { groups: [''], path: ['template'] },
  ReplicationController: { groups: [''], path: ['spec', 'template'] },
  ReplicaSet: { groups: ['apps', 'extensions'], path: ['spec', 'template'] },
  Deployment: { groups: ['apps', 'extensions'], path: ['spec', 'template'] },
  StatefulSet: { groups: ['apps'], path: ['spec', 'template'] },
  DaemonSet: { groups: ['apps', 'extensions'], path: ['spec', 'template'] },
  Job: { groups: ['batch', 'extensions'], path: ['spec', 'template'] },
  CronJob: { groups: ['batch'], path: ['spec', 'jobTemplate', 'spec', 'template'] },
};

/** Whether objects of this kind are pods or make some. */
export function makesPods(apiVersion: string, kind: string): boolean {
  return Object.hasOwn(templates, kind) && (templates[kind]?.groups.includes(groupOf(apiVersion)) ?? false);
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
  const { metadata = {}, spec = {} } = template;
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
    if (!isObject(value)) {
      tell({ path: path.slice(0, at).join('.'), message: 'expected an object' });
      return null;
    }
    value = value[step] ?? null;
    if (value === null) return null;
  }
  return value;
}

function groupOf(apiVersion: string): string {
  const [group, version] = apiVersion.split('/');
  return version === undefined ? '' : (group ?? '');
}
