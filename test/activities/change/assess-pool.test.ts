import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type AssessPoolInput, assessPool, type PoolAssessment } from '#activities/change/assess-pool.ts';
import { gatewaySettingsFrom, openGateways } from '#gateways/open-gateways.ts';
import { failureOf } from '../../rules/failure-of.ts';
import { type Simulator, startSimulator } from '../../simulated/simulator.ts';

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({ speed: 1 });
});
afterAll(() => simulator.stop());
afterEach(() => simulator.clearFaults());

/** The pool `system` of the scenario is at 1.33.5; say what was to be done with it. */
function assess(over: Partial<AssessPoolInput> = {}): Promise<PoolAssessment> {
  const resourceId = simulator.ready.clusters[0]?.resourceId ?? '';
  const input = {
    resourceId,
    pool: 'system',
    version: '1.34.1',
    back: '1.33.5',
    rolledBack: false,
    finalSoakUntil: null,
    pace: null,
  };
  const activity = assessPool(openGateways(gatewaySettingsFrom(process.env)));
  return new MockActivityEnvironment().run(activity, { ...input, ...over }) as Promise<PoolAssessment>;
}

describe('a look at how far a pool came', () => {
  it('says what its nodes say, and whether it may go back', async () => {
    expect(await assess()).toEqual({
      truth: {
        end: 'Failed',
        text: expect.stringMatching(/^0 of \d+ nodes( \(.*\))? run 1\.34\.1$/),
        nodes: { done: 0, total: expect.any(Number) },
        behind: '1.33.5',
        quarantined: false,
      },
      from: '1.33.5',
      rollback: { eligible: false, refusals: [expect.objectContaining({ kind: 'nothing-to-undo' })] },
    });
    expect((await assess({ version: '1.33.5' })).truth?.end).toBe('Succeeded');
  });

  it.each([
    ['its nodes say', { version: '1.34.1' }, '1.33.5'],
    ['nobody knows', { version: '1.33.5' }, null],
    ['it was asked with', { version: '1.34.1', back: '1.33.4' }, '1.33.4'],
  ])('names the version that the pool came from as %s', async (_, over, from) => {
    expect((await assess({ back: null, ...over })).from).toBe(from);
  });

  it('knows of a pool that is gone', async () => {
    expect(await assess({ pool: 'np9' })).toMatchObject({
      truth: null,
      rollback: { refusals: [{ kind: 'pool-gone' }] },
    });
  });

  it('goes by Azure alone where the cluster does not let it ask the nodes', async () => {
    await simulator.fault({ kind: 'deny', match: { pathPattern: 'listClusterUserCredential' }, times: 10 });
    expect((await assess()).truth).toEqual({
      end: 'Failed',
      text: 'its nodes could not be asked; Azure says Succeeded',
    });
  });

  it('does not guess where Azure does not show the pool', async () => {
    await simulator.fault({
      kind: 'deny',
      match: { method: 'GET', pathPattern: 'managedClusters' },
      times: 10,
    });
    expect(await failureOf(assess())).toMatchObject({ kind: 'not-allowed' });
  });
});
