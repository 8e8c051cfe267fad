import { paceTime } from '#domain/campaign/pace.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { paceOfClock } from './read-simulated-time.ts';

/** The time (ms) at the clusters when it is `now` here: simulated ones have a clock of their own. */
export async function clusterTime(gateways: Gateways, now: number): Promise<number> {
  const clock = await gateways.readSimulatorClock();
  return paceTime(clock === null ? null : paceOfClock(clock), now);
}
