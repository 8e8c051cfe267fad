import type { FailureKind } from './failure.ts';

/**
 * How a workflow tells its worker's metrics of a failure that it decided itself, by Temporal's sinks: no command, so
 * no part of history, and nothing while it is replayed.
 */
export type FailureCounter = {
  readonly failures: { decided(kind: FailureKind): void };
};
