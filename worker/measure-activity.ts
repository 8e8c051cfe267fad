import type { InjectedSinks } from '@temporalio/worker';
import { type Pace, paceTime } from '#domain/campaign/pace.ts';
import type { Change } from '#domain/change/change.ts';
import type { FailureCounter } from '#domain/failure-counter.ts';
import type { Metrics } from './metrics.ts';

interface Measured {
  readonly activityType: string;
  /** When it was first asked for: attempts that died with their worker are part of it. */
  readonly scheduledTimestampMs: number;
}

/** Records in the metrics how an activity ended. */
export function measureActivity(metrics: Metrics, info: Measured, input: unknown) {
  const { activityType, scheduledTimestampMs } = info;
  const given = recordOf(input);
  const pace = (given.pace ?? null) as Pace | null;
  return {
    ended(result: unknown): void {
      const answer = recordOf(result);
      // A drain that is blocked ends the activity for a while, not the upgrade.
      if (activityType === 'watchOperation' && answer.state !== 'stall-changed') {
        countFailure(metrics, recordOf(answer.failure).kind);
        const what = upgraded[String(given.change)];
        if (what === undefined) return;
        const { since } = recordOf(given.rolling);
        const begunAt = typeof since === 'number' ? since : paceTime(pace, scheduledTimestampMs);
        const took = paceTime(pace, Date.now()) - begunAt;
        metrics.upgrade(what, String(answer.state), took / 1000);
      }
      if (activityType.startsWith('verify') && typeof answer.ok === 'boolean')
        metrics.healthCheck(answer.ok ? 'good' : 'bad');
    },
    failed(thrown: unknown): void {
      countFailure(metrics, recordOf(thrown).type);
    },
  };
}

/** Of the kinds of changes, those whose durations are measured: settings that are restored are over in no time. */
const upgraded: Readonly<Record<string, 'control-plane' | 'node-pool' | undefined>> = {
  'upgrade-control-plane': 'control-plane',
  'upgrade-node-pool': 'node-pool',
  'upgrade-node-image': 'node-pool',
} satisfies Partial<Record<Change['kind'], 'control-plane' | 'node-pool'>>;

/** Counts what workflows decide; once, not again when a workflow is replayed. */
export function failureCounter(metrics: Metrics): InjectedSinks<FailureCounter> {
  return {
    failures: {
      decided: { fn: (_, kind) => countFailure(metrics, kind), callDuringReplay: false },
    },
  };
}

function countFailure(metrics: Metrics, kind: unknown): void {
  if (typeof kind !== 'string') return;
  metrics.failure(kind);
  if (kind === 'drain-blocked') metrics.drainBlocked();
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
