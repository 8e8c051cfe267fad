import { describe, expect } from 'vitest';
import type { CampaignPlan } from '#domain/plan/contents/plan.ts';
import type { CampaignStatus } from '#domain/status/status.ts';
import { twoStages } from '../campaigns/campaign-specs.ts';
import { type Agreement, broken } from '../rules/ledger-rules.ts';
import { withDrydock } from '../setup/with-drydock.ts';
import { acceptedOperations, tell } from '../simulated/accepted-operations.ts';
import { poolSettings } from '../simulated/pool-settings.ts';

/** In a zone whose clocks change, a window of every day still opens and closes. */
const allDay = `  maintenance:
    timezone: Europe/Berlin
    maintenanceWindow: { schedule: { daily: { intervalDays: 1 } }, startTime: "00:00", durationHours: 24 }`;

const it = withDrydock({ scenario: 'two-stages', speed: 2400 }).extend(
  'played',
  { scope: 'file' },
  async ({ drydock }) => {
    const settingsBefore = await poolSettings(drydock.simulator);
    const campaign = await drydock.start(`${twoStages}\n${allDay}`);
    const atGate = await campaign.until((status) => status.waitingFor.some(({ kind }) => kind === 'gate'));
    const beforeApproval = await acceptedOperations(drydock.simulator);
    expect(new Set(beforeApproval.map(({ cluster }) => cluster))).toEqual(new Set(['aks-test-weu']));
    await campaign.steer('approve', { gate: 'test', digest: campaign.plan.digest, by: 'oncall' });
    expect(await campaign.result()).toMatchObject({ phase: 'Completed' });
    const status = await campaign.status();
    const steps = status.stages.flatMap((stage) =>
      stage.clusters.flatMap((cluster) =>
        cluster.steps.map((step) => `${cluster.name} ${step.name} ${step.phase}`),
      ),
    );
    const operations = await acceptedOperations(drydock.simulator);
    return { operations, atGate, agreement: agreementOf(campaign.plan, status), settingsBefore, steps };
  },
);

describe('a campaign over a test cluster and two production clusters', () => {
  it('touches production only after the gate of the test stage was approved', ({
    played: { operations },
  }) => {
    const firstProduction = operations.findIndex(({ cluster }) => cluster !== 'aks-test-weu');
    const lastTest = operations.findLastIndex(({ cluster }) => cluster === 'aks-test-weu');
    expect(lastTest).toBeLessThan(firstProduction);
  });

  it('shows at its gate when the next stage may begin', ({ played: { atGate } }) => {
    expect(atGate.window).toEqual(expect.objectContaining({ timezone: 'Europe/Berlin' }));
  });

  it('keeps the order of every cluster and accepts one upgrade a step', ({
    played: { operations, agreement },
  }) => {
    expect(broken(operations, agreement)).toEqual([]);
  });

  it('leaves every other setting of every pool as it was', async ({ drydock, played }) => {
    expect(await poolSettings(drydock.simulator)).toEqual(played.settingsBefore);
  });

  it('shows every step of every cluster as completed', ({ played: { steps } }) => {
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
