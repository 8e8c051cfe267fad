import { heartbeat } from '@temporalio/activity';
import { FailureError } from '#domain/failure-error.ts';
import type { HealthBaseline } from '#domain/health/health-baseline.ts';
import { compareHealth } from '#domain/health/health-difference.ts';
import {
  addReading,
  type HealthTerms,
  type HealthVerdict,
  judgeReadings,
  noReadings,
} from '#domain/health/health-verdict.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { campaignNow, pollDelay } from '../envelope/campaign-clock.ts';
import { openMeter } from './metric-meter.ts';
import { type HealthInput, healthOf, readHealth } from './read-health.ts';

export interface CheckHealthInput extends HealthInput, HealthTerms {
  readonly baseline: HealthBaseline;
  /** Goes on looking until then, though it is well; campaign time (ms). null: the first word counts. */
  readonly until: number | null;
}

export type HealthAnswer = Exclude<HealthVerdict, { kind: 'wait' }>;

/** Between two looks at a cluster that is well: a soak is long. */
const calmPollMs = 60_000;
const mostWarnings = 3;

/**
 * Looks at a cluster until its health says continue, hold or roll back. Repeatable: another attempt begins to count
 * and to measure again.
 */
export function checkHealth(gateways: Gateways) {
  return async (input: CheckHealthInput): Promise<HealthAnswer> => {
    const { policy, scope, baseline, until, pace } = input;
    const meter = openMeter(gateways, input, policy.checks.metrics);
    let series = noReadings;
    for (;;) {
      const [seen, metrics] = await Promise.all([
        readHealth(gateways, input, policy.checks, 'keep'),
        meter.read(),
      ]);
      const reading = { ...seen, metrics };
      const difference = compareHealth(policy.checks, scope, baseline, reading);
      series = addReading(series, difference, reading.at);
      const verdict = judgeReadings(input, series, difference, reading.at);
      heartbeat({ health: difference.state, evidence: difference.evidence });
      if (verdict.kind === 'hold' || verdict.kind === 'roll-back')
        return { ...verdict, evidence: [...verdict.evidence, ...(await warnings(gateways, input))] };
      const isWatched = until !== null && campaignNow(pace) < until;
      if (verdict.kind === 'go-on' && !isWatched) return verdict;
      const pauseMs = verdict.kind === 'go-on' ? calmPollMs : input.pollMs;
      await meter.measureFor(pollDelay(pace, pauseMs, input.pollFloorMs));
    }
  };
}

/** What the cluster itself has warned of since; what cannot be read of it is not missed. */
async function warnings(gateways: Gateways, input: CheckHealthInput): Promise<readonly string[]> {
  if (!input.policy.checks.events) return [];
  try {
    const found = await healthOf(gateways, input).warnings(input.baseline.takenAt);
    const told = found.slice(0, mostWarnings).map(({ reason, count }) => `${reason} (${count})`);
    return told.length === 0 ? [] : [`the cluster's warnings since: ${told.join(', ')}`];
  } catch (thrown) {
    if (thrown instanceof FailureError) return [];
    throw thrown;
  }
}
