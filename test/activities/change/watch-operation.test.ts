import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type WatchOperationInput, watchOperation } from '#activities/change/watch-operation.ts';
import { gatewaySettingsFrom, openGateways } from '#gateways/open-gateways.ts';
import { failureOf } from '../../rules/failure-of.ts';
import { type Simulator, startSimulator } from '../../simulated/simulator.ts';

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({ speed: 1 });
});
afterAll(() => simulator.stop());
afterEach(() => simulator.clearFaults());

function watch(deadline: number) {
  const operation = { resourceId: simulator.ready.clusters[0]?.resourceId ?? '', pool: 'system', url: null };
  const input: WatchOperationInput = { operation, deadline, pollMs: 1, pollFloorMs: 1, pace: null };
  const activity = watchOperation(openGateways(gatewaySettingsFrom(process.env)));
  return new MockActivityEnvironment().run(activity, input);
}

describe('watchOperation, while Azure does not answer', () => {
  const silent = { kind: 'error-answer', match: { method: 'GET' }, times: 100, message: 'down' };

  it('leaves it to Temporal to ask again', async () => {
    await simulator.fault(silent);
    expect(await failureOf(watch(Date.now() + 3_600_000))).toMatchObject({ kind: 'azure-unavailable' });
  });

  it('is at the end of its patience at the deadline', async () => {
    await simulator.fault(silent);
    expect(await watch(0)).toEqual({ state: 'took-too-long', progress: 'down' });
  });

  it('does not hide, past the deadline, that it was refused', async () => {
    await simulator.fault({ kind: 'deny', match: { method: 'GET' } });
    expect(await failureOf(watch(0))).toMatchObject({ kind: 'not-allowed' });
  });
});
