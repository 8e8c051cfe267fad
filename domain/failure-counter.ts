import type { FailureKind } from './failure.ts';

/**
 * How a workflow reports a failure to its worker's metrics: a Temporal sink, which writes no history and is silent during
 * replay.
 */
export type FailureCounter = {
  readonly failures: { decided(kind: FailureKind): void };
};
