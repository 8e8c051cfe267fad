import type { DisruptionBudget } from '../drain/disruption-budget.ts';
import type { PlacedPod } from '../drain/placed-pod.ts';
import type { KubernetesNode } from '../fleet/kubernetes-node.ts';

/** What a rolling upgrade of a pool is on its way to, and since when. */
export interface RollingTarget {
  /** "1.34.1" */
  readonly version: string;
  /** Where the version stays, a node's image shows whether it is there; absent: its version does. */
  readonly image?: { readonly atLeast: string } | { readonly exactly: string };
  /** How many nodes the pool has without its surge; null: Azure does not say. */
  readonly nodes: number | null;
  /** Right before it was sent, ms since the epoch: what was cordoned earlier is not its work. */
  readonly since: number;
  /** nodeSoakDurationInMinutes, in ms. */
  readonly nodeSoakMs: number;
  /** Old nodes are all cordoned at once and drained batch by batch; they are removed, not reimaged. */
  readonly isBlueGreen?: true;
}

/** A node of the pool, with the instants (ms since the epoch) that outlive each of its readers. */
export interface RollingNode extends KubernetesNode {
  /** timeAdded of its taint node.kubernetes.io/unschedulable; null: not cordoned, or no one says. */
  readonly cordonedAt: number | null;
  /** null: it is not ready, or no one says. */
  readonly readySince: number | null;
}

export interface RollingBudget {
  readonly budget: DisruptionBudget;
  /** Since when it lets no pod go (its condition DisruptionAllowed); null: it does, or no one says. */
  readonly refusesSince: number | null;
}

/** What one read of a pool shows. */
export interface RollingView {
  readonly nodes: readonly RollingNode[];
  /** By node: of cordoned ones only, and not of all where there are many. */
  readonly pods: ReadonlyMap<string, readonly PlacedPod[]>;
  readonly budgets: readonly RollingBudget[];
  /** When AKS last said that it drains a node (event Drain); only where the node's taint does not show it. */
  readonly drainedAt: ReadonlyMap<string, number>;
}
