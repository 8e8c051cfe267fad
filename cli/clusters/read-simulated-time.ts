import { type Pace, paceTime } from '#domain/campaign/pace.ts';
import { FailureError } from '#domain/failure-error.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import type { SimulatorClock } from '#gateways/simulator-clock.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';

/** The pace of the simulator behind the Azure endpoint. Throws CommandError (69) where there is none. */
export async function readSimulatedPace(gateways: Gateways): Promise<Pace> {
  const clock = await readClock(gateways);
  if (clock !== null) return paceOfClock(clock);
  const endpoint = process.env.DRYDOCK_ARM_ENDPOINT ?? 'public Azure (DRYDOCK_ARM_ENDPOINT is not set)';
  throw new CommandError(
    exitCodes.unavailable,
    `--pace simulator needs a simulator, and none answers at ${endpoint}`,
    'start one (drydock simulate) and export the env of its ready line, or omit --pace',
  );
}

export function paceOfClock({ id, speed, virtualEpoch, realEpoch }: SimulatorClock): Pace {
  return { simulatorId: id, speed, virtualEpoch, realEpoch };
}

/** The time at the clusters (ms): simulated ones have a clock of their own. */
export async function currentClusterTime(gateways: Gateways): Promise<number> {
  const clock = await gateways.readSimulatorClock();
  return paceTime(clock === null ? null : paceOfClock(clock), Date.now());
}

async function readClock(gateways: Gateways): ReturnType<Gateways['readSimulatorClock']> {
  try {
    return await gateways.readSimulatorClock();
  } catch (error) {
    if (error instanceof FailureError && error.failure.kind === 'no-answer') return null;
    throw error;
  }
}
