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
  /** Continues to check until then, even while it is healthy; campaign time (ms). null: the first verdict counts. */
  readonly until: number | null;
}

export type HealthAnswer = Exclude<HealthVerdict, { kind: 'wait' }>;

/** Between two checks of a healthy cluster: a soak is long. */
const calmPollMs = 60_000;
const mostWarnings = 3;

/**
 * Checks a cluster until its health says continue, hold or roll back. Repeatable: another attempt starts to count
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

/** The cluster's own warnings since the baseline; none where they cannot be read. */
async function warnings(gateways: Gateways, input: CheckHealthInput): Promise<readonly string[]> {
  if (!input.policy.checks.events) return [];
  try {
    const found = await healthOf(gateways, input).warnings(input.baseline.takenAt);
    const reasons = found.slice(0, mostWarnings).map(({ reason, count }) => `${reason} (${count})`);
    return reasons.length === 0 ? [] : [`the cluster's warnings since: ${reasons.join(', ')}`];
  } catch (thrown) {
    if (thrown instanceof FailureError) return [];
    throw thrown;
  }
}
