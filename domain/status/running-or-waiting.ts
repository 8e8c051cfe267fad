/** A cluster that has begun and not ended. */
export interface ClusterAtWork {
  /** A `Phase`. */
  readonly phase: string | null;
  /** A `WaitKind`; null: nothing. */
  readonly waitingFor: string | null;
}

/**
 * What runs waits itself where all of its clusters at work do. A soak within a cluster is work: the lists of Temporal,
 * which are to say the same, do not know of it.
 */
export function runningOrWaiting<P extends string>(own: P, atWork: readonly ClusterAtWork[]): P | 'Waiting' {
  const waits = ({ phase, waitingFor }: ClusterAtWork) => phase === 'Waiting' && waitingFor !== 'soak';
  return own === 'Running' && atWork.length > 0 && atWork.every(waits) ? 'Waiting' : own;
}
