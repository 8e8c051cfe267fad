import { sleep } from '@temporalio/activity';
import type { HealthChecks, HealthScope } from '#domain/campaign/health-policy.ts';
import { type HealthBaseline, makeBaseline } from '#domain/health/health-baseline.ts';
import type { HealthReading } from '#domain/health/health-reading.ts';
import { readMetricBefore } from '#domain/metric/metric-series.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { pollDelay } from '../envelope/campaign-clock.ts';
import { measureForSure } from './measure-metric.ts';
import { type HealthInput, readHealth } from './read-health.ts';

export interface TakeBaselineInput extends HealthInput {
  readonly checks: HealthChecks;
  /** A baseline for each, out of the same readings. */
  readonly scopes: readonly HealthScope[];
}

/**
 * Reads the health of a cluster twice before its first change. What cannot be read now could not be compared
 * later, so it is a failure.
 */
export function takeBaseline(gateways: Gateways) {
  return async (input: TakeBaselineInput): Promise<readonly HealthBaseline[]> => {
    const { checks, scopes, pace, resourceId } = input;
    const asked = checks.metrics;
    const read = async () => {
      const [seen, measured] = await Promise.all([
        readHealth(gateways, input, checks, 'throw'),
        Promise.all(asked.map((metric) => measureForSure(gateways, resourceId, metric))),
      ]);
      return { seen, measured };
    };
    const first = await read();
    await sleep(pollDelay(pace, input.pollMs, input.pollFloorMs));
    const second = await read();
    const metrics = asked.map((metric, index) =>
      readMetricBefore(metric, [first.measured[index]!, second.measured[index]!]),
    );
    const readings: [HealthReading, HealthReading] = [
      { ...first.seen, metrics },
      { ...second.seen, metrics },
    ];
    return scopes.map((scope) => makeBaseline(checks, scope, readings));
  };
}
