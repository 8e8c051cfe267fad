import type { Pace } from '#domain/campaign/pace.ts';
import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import type { Gateways } from '#gateways/open-gateways.ts';

/**
 * Keeps a paced campaign away from every endpoint but the simulator whose clock it was started with: no real
 * cluster ever meets simulated time (house rule: the fence).
 */
export async function checkFence(gateways: Gateways, pace: Pace | null): Promise<void> {
  if (pace === null) return;
  const clock = await gateways.readSimulatorClock();
  if (clock?.id === pace.simulatorId) return;
  const found = clock === null ? 'the endpoint is no simulator' : `the endpoint's clock is ${clock.id}`;
  throw new FailureError(
    failure('wrong-clock', `The campaign runs by clock ${pace.simulatorId}, but ${found}.`),
  );
}
