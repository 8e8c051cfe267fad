import type { PoolSteps } from '#domain/rolling-upgrade/pool-steps.ts';

/** Details of the heartbeat of the activity that watches an operation, read by anyone who shows progress. */
export interface WatchProgress {
  readonly pool: string | null;
  readonly progress: string;
  readonly nodes: { readonly done: number; readonly total: number } | null;
  /** What happens to the pool's nodes; absent: no one looks, or no one has seen them yet. */
  readonly steps?: PoolSteps;
  /** What blocks a drain; null: nothing does. Absent like `steps`. */
  readonly blockedBy?: string | null;
  /** What of the nodes could not be read, and why; absent: everything needed was read, or nodes are not watched. */
  readonly unread?: string;
}
