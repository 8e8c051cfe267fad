import type { InjectedSinks } from '@temporalio/worker';
import type { FailureCounter } from '#domain/failure-counter.ts';
import { countFailure } from './measure-activity.ts';
import type { Metrics } from './metrics.ts';

/** Counts what workflows decide; once, not again when a workflow is replayed. */
export function failureCounter(metrics: Metrics): InjectedSinks<FailureCounter> {
  return {
    failures: {
      decided: { fn: (_, kind) => countFailure(metrics, kind), callDuringReplay: false },
    },
  };
}
