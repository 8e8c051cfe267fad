import { sleep } from '@temporalio/activity';
import { type HealthBaseline, makeBaseline } from '#domain/gate/health-baseline.ts';
import type { HealthChecks, HealthScope } from '#domain/gate/health-checks.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { pollDelay } from './campaign-clock.ts';
import { type HealthInput, readHealth } from './read-health.ts';

export interface TakeBaselineInput extends HealthInput {
  readonly checks: HealthChecks;
  /** A baseline for each, out of the same readings. */
  readonly scopes: readonly HealthScope[];
}

/**
 * Reads the health of a cluster twice before something is done to it. What cannot be read now could not be missed
 * later, so it is a failure.
 */
export function takeBaseline(gateways: Gateways) {
  return async (input: TakeBaselineInput): Promise<readonly HealthBaseline[]> => {
    const { checks, scopes, pace } = input;
    const first = await readHealth(gateways, input, checks, 'throw');
    await sleep(pollDelay(pace, input.pollMs, input.pollFloorMs));
    const second = await readHealth(gateways, input, checks, 'throw');
    return scopes.map((scope) => makeBaseline(checks, scope, [first, second]));
  };
}
