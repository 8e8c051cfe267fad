import type { Metric } from '../metric/metric.ts';

/** When a cluster's health is looked at. */
export type HealthMoment = 'AfterControlPlane' | 'AfterPool' | 'DuringSoak' | 'AfterCluster';

/** Which checks are made, and how much worse they may get; what is false or null is not looked at. */
export interface HealthChecks {
  readonly nodesReady: boolean;
  /** So many workloads may have fewer pods available than before. */
  readonly workloadsAvailable: { readonly maxNewlyUnavailable: number } | null;
  /** So often may the containers of one workload restart. */
  readonly podsRestarting: { readonly maxNewRestarts: number } | null;
  /** So many pods may wait longer than `forMs`, for a node or for their containers. */
  readonly pendingPods: { readonly maxNew: number; readonly forMs: number } | null;
  /** Workloads of kube-system: all of them have to be as available as before. */
  readonly systemPods: boolean;
  readonly failedJobs: { readonly maxNew: number } | null;
  readonly apiServer: boolean;
  readonly metrics: readonly Metric[];
  /** Judges nothing: warnings stand beside what the others found. */
  readonly events: boolean;
}

export type HealthCheck = Exclude<keyof HealthChecks, 'events'>;

export interface HealthPolicy {
  /** Empty: health is not looked at. */
  readonly at: readonly HealthMoment[];
  readonly checks: HealthChecks;
  /** A bad reading counts once it has lasted so long; campaign time. */
  readonly settleMs: number;
  /** So many good readings in a row let the campaign continue. */
  readonly goodReadings: number;
}

/** What a step touched: one pool, or the whole cluster (null). */
export type HealthScope = string | null;
