import type { DrainPod } from './drain-pod.ts';
import type { HostPath } from './placed-volume.ts';

/** A pod as one read of a whole cluster shows it: its node, its owner, what its annotations require. */
export interface PlacedPod {
  readonly pod: DrainPod;
  /** null: it has no node yet. */
  readonly node: string | null;
  /** Id of the workload that it belongs to ("Deployment shop/web"); its own ("Pod shop/once") where there is none. */
  readonly owner: string;
  /** Since when it is not ready, ms since the epoch; null: it is, or no one says. */
  readonly notReadySince: number | null;
  /** Why the scheduler finds no node for it, in its words; null: it has one, or was not tried yet. */
  readonly unscheduled: string | null;
  /** Annotations by which someone asks that it be left alone: "karpenter.sh/do-not-disrupt". */
  readonly marks: readonly string[];
  /** Claims by which it has persistent volumes, of its own namespace: "data". */
  readonly claims: readonly string[];
  readonly hostPaths: readonly HostPath[];
}

/** "shop/web-1 on aks-np1-1": where a person finds it. */
export function describePlace({ pod, node }: PlacedPod): string {
  return `${pod.namespace}/${pod.name}${node === null ? ', which has no node' : ` on ${node}`}`;
}

/** "shop/web-1 of Deployment shop/web on aks-np1-1": and whom to talk to. */
export function describeOwnedPlace(placed: PlacedPod): string {
  const { pod, node, owner } = placed;
  if (pod.controller === null || node === null) return describePlace(placed);
  return `${pod.namespace}/${pod.name} of ${owner} on ${node}`;
}
