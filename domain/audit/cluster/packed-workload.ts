import { ownText } from '../../text/own-text.ts';
import type { Namespace, Workload } from './audited-cluster.ts';

type Judged = Pick<Workload, 'pod' | 'podLabels'>;

/** Its pod is kept as text, a sixth of what it takes as objects, and parsed where a control asks for it. */
class PackedWorkload implements Workload {
  readonly resource: string;
  readonly namespace: Namespace;
  readonly isWindows: boolean;
  readonly replicas: number | null;
  readonly text: string;

  constructor(
    { resource, isWindows, replicas }: Omit<Workload, keyof Judged>,
    namespace: Namespace,
    text: string,
  ) {
    this.resource = resource;
    this.namespace = namespace;
    this.isWindows = isWindows;
    this.replicas = replicas;
    this.text = text;
  }

  get pod() {
    return parse(this.text).pod;
  }

  get podLabels() {
    return parse(this.text).podLabels;
  }
}

/** The workload as text where JSON can hold it, else as it is. */
export function packWorkload(workload: Workload): Workload {
  const { resource, pod, podLabels } = workload;
  const own = { ...workload, resource: ownText(resource) };
  try {
    const text = JSON.stringify({ pod, podLabels } satisfies Judged, refuseNumbers);
    return new PackedWorkload(own, own.namespace, text);
  } catch {
    return own;
  }
}

export function inNamespace(workload: Workload, namespace: Namespace): Workload {
  return workload instanceof PackedWorkload
    ? new PackedWorkload(workload, namespace, workload.text)
    : { ...workload, namespace };
}

/** With its pod as objects, for as long as it is judged. */
export function unpacked(workload: Workload): Workload {
  return workload instanceof PackedWorkload
    ? { ...(workload as Workload), ...parse(workload.text) }
    : workload;
}

/** JSON would make null of what YAML calls .inf and .nan. */
function refuseNumbers(_: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`${value} is not JSON`);
  return value;
}

/** The last one, for a control asks for it more than once. */
let last: { readonly text: string; readonly judged: Judged } | null = null;

function parse(text: string): Judged {
  if (last?.text !== text) last = { text, judged: JSON.parse(text) as Judged };
  return last.judged;
}
