import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CampaignPlan } from '#domain/plan/contents/plan.ts';
import type { CampaignStatus } from '#domain/status/status.ts';
import { twoStages } from '../campaigns/campaign-specs.ts';
import { type Drydock, openDrydock } from '../processes/drydock.ts';
import { type Agreement, broken } from '../rules/ledger-rules.ts';
import { temporalAddress } from '../setup/temporal-server.ts';
import { type AcceptedOperation, acceptedOperations, tell } from '../simulated/accepted-operations.ts';
import { poolSettings } from '../simulated/pool-settings.ts';

describe('a campaign over a test cluster and two production clusters', () => {
  let drydock: Drydock;
  let operations: readonly AcceptedOperation[];
  let settingsBefore: unknown;
  let steps: readonly string[];
  let agreement: Agreement;

  beforeAll(async () => {
    drydock = await openDrydock(temporalAddress(), { scenario: 'two-stages', speed: 2400 });
    settingsBefore = await poolSettings(drydock.simulator);
    const campaign = await drydock.start(twoStages);
    await campaign.until((status) => status.waitingFor.some(({ kind }) => kind === 'gate'));
    operations = await acceptedOperations(drydock.simulator);
    expect(new Set(operations.map(({ cluster }) => cluster))).toEqual(new Set(['aks-test-weu']));
    await campaign.steer('approve', { gate: 'test', digest: campaign.plan.digest, by: 'oncall' });
    expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
    operations = await acceptedOperations(drydock.simulator);
    const status = await campaign.status();
    agreement = agreementOf(campaign.plan, status);
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
    expect(broken(operations, agreement)).toEqual([]);
  });

  it('leaves every other setting of every pool as it was', async () => {
    expect(await poolSettings(drydock.simulator)).toEqual(settingsBefore);
  });

  it('shows every step of every cluster as completed', () => {
    expect(steps.length).toBeGreaterThan(8);
    expect(steps.filter((step) => !step.endsWith('Completed'))).toEqual([]);
  });
});

/** The ledger's word for what a step does. */
const kinds: Readonly<Record<string, string>> = {
  'upgrade-control-plane': 'control-plane-upgrade',
  'upgrade-node-pool': 'node-pool-upgrade',
};

function agreementOf({ stages }: CampaignPlan, { decisions }: CampaignStatus): Agreement {
  const approval = decisions.find(({ verb }) => verb === 'approve');
  return {
    steps: stages.flatMap(({ clusters }) =>
      clusters.flatMap(({ name, steps }) =>
        steps.map((step) => tell({ ...step, cluster: name, kind: kinds[step.action] ?? step.action })),
      ),
    ),
    stages: stages.map(({ clusters }, index) => ({
      clusters: clusters.map(({ name }) => name),
      places: clusters.length,
      approvedAt: index === 0 ? null : Date.parse(approval?.at ?? ''),
    })),
    isOpen: () => true,
  };
}
