/** The counters of a workload; one that is missing in its status is 0. */
export interface Rollout {
  readonly generation: number;
  readonly observedGeneration: number;
  readonly desired: number;
  /** Pods of any template. */
  readonly total: number;
  /** Pods of the newest template. */
  readonly updated: number;
  /** So many pods of the newest template are wanted; null: its controller does not replace pods when the template changes. */
  readonly toUpdate: number | null;
  readonly available: number;
  /** Its own deadline has passed (Progressing: ProgressDeadlineExceeded). */
  readonly isOverdue: boolean;
}

/**
 * Whether a change of the workload is still being rolled out (the rules of `kubectl rollout status`). What is
 * missing meanwhile is missed by its owner's own doing; past its own deadline it is not.
 */
export function isRollingOut(rollout: Rollout): boolean {
  const { generation, observedGeneration, total, updated, toUpdate, isOverdue } = rollout;
  if (observedGeneration < generation) return true;
  if (isOverdue || toUpdate === null) return false;
  return updated < toUpdate || (toUpdate === rollout.desired && total > updated);
}
