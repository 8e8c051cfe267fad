import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type AcceptedOperation, acceptedOperations } from '../support/accepted-operations.ts';
import { type Drydock, openDrydock } from '../support/drydock.ts';
import { broken } from '../support/ledger-rules.ts';
import { poolSettings } from '../support/pool-settings.ts';
import { twoStages } from '../support/specs.ts';

describe('a campaign over a test cluster and two production clusters', () => {
  let drydock: Drydock;
  let operations: readonly AcceptedOperation[];
  let settingsBefore: unknown;
  let steps: readonly string[];

  beforeAll(async () => {
    drydock = await openDrydock(inject('temporalAddress'), { scenario: 'two-stages', speed: 2400 });
    settingsBefore = await poolSettings(drydock.simulator);
    const campaign = await drydock.start(twoStages);
    await campaign.until((status) => status.waitingFor.some(({ kind }) => kind === 'gate'));
    operations = await acceptedOperations(drydock.simulator);
    expect(new Set(operations.map(({ cluster }) => cluster))).toEqual(new Set(['aks-test-weu']));
    await campaign.steer('approve', { gate: 'test', digest: campaign.plan.digest, by: 'oncall' });
    expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
    operations = await acceptedOperations(drydock.simulator);
    const status = await campaign.status();
    steps = status.stages.flatMap((stage) =>
      stage.clusters.flatMap((cluster) =>
        cluster.steps.map((step) => `${cluster.name} ${step.name} ${step.phase}`),
      ),
    );
  });
  afterAll(() => drydock.stop());

  it('touches production only after the gate of the test stage was approved', () => {
    const firstProduction = operations.findIndex(({ cluster }) => cluster !== 'aks-test-weu');
    const lastTest = operations.findLastIndex(({ cluster }) => cluster === 'aks-test-weu');
    expect(lastTest).toBeLessThan(firstProduction);
  });

  it('keeps the order of every cluster and accepts one upgrade a step', () => {
    expect(broken(operations, { to: '1.34.1' })).toEqual([]);
  });

  it('leaves every other setting of every pool as it was', async () => {
    expect(await poolSettings(drydock.simulator)).toEqual(settingsBefore);
  });

  it('shows every step of every cluster as completed', () => {
    expect(steps.length).toBeGreaterThan(8);
    expect(steps.filter((step) => !step.endsWith('Completed'))).toEqual([]);
  });
});
