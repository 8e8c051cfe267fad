import type { DisruptionBudget } from '../../drain/disruption-budget.ts';
import type { PlacedPod } from '../../drain/placed-pod.ts';
import type { PlacedVolume } from '../../drain/placed-volume.ts';
import type { Found } from '../findings/preflight-finding.ts';

/** What the drain of one pool is judged by. */
export interface DrainView {
  /** All of the cluster's. */
  readonly pods: readonly PlacedPod[];
  readonly budgets: readonly DisruptionBudget[];
  /** Replicas that a workload wants, by its id. */
  readonly replicas: ReadonlyMap<string, number>;
  /** The pool's nodes by name, and whether each is ready. */
  readonly nodes: ReadonlyMap<string, boolean>;
  /** The zones of those that are ready and not cordoned, where they say one. */
  readonly openZones: ReadonlyMap<string, string>;
  /** Persistent volumes that not every node can mount; all of the cluster's. */
  readonly volumes: readonly PlacedVolume[];
  /** ms since the epoch. */
  readonly now: number;
}

/** What a look says of one thing; of which check and pool it is follows from where it was found. */
export type DrainFinding = Omit<Found, 'check' | 'pool'>;
