import { describe, expect } from 'vitest';
import { withFreezes } from '#cli/schedule/freezes.ts';
import type { CampaignStatus } from '#domain/status/status.ts';
import { fleetFile, groupSpec } from '../campaigns/fleet-file.ts';
import { needsDecision } from '../campaigns/needs-decision.ts';
import { withDrydock } from '../setup/with-drydock.ts';
import { acceptedOperations, tell, untilAccepted } from '../simulated/accepted-operations.ts';
import { kubernetesOf } from '../simulated/kubernetes-of.ts';

const till = {
  kind: 'Deployment',
  namespace: 'shop',
  name: 'till',
  replicas: 1,
  budget: { minAvailable: 1 },
};
const pool = { name: 'system', mode: 'System', count: 3 };
const fleet = fleetFile({
  cordon: [{ name: 'aks-cordon', pools: [pool], workloads: [till] }],
  late: [{ name: 'aks-late', pools: [pool], workloads: [till] }],
  well: [{ name: 'aks-well' }],
});
/** AKS continues past the node that it cannot drain, and leaves it quarantined. */
const cordons = {
  defaults: {
    soak: '1m',
    upgradeSettings: { undrainableNodeBehavior: 'Cordon', drainTimeoutInMinutes: 5, maxSurge: '1' },
  },
};

const reasonOf = (status: CampaignStatus) => status.stages[0]!.clusters[0]!.reason ?? '';
const whatItAsks = ({ waitingFor }: CampaignStatus) =>
  waitingFor.find(({ kind }) => kind === 'decision')?.act;
const target = 'pool/aks-cordon/system';

const it = withDrydock({ fleet, speed: 2400 }).extend(
  'deletions',
  ({ drydock }) =>
    async () =>
      (await acceptedOperations(drydock.simulator))
        .filter(({ kind, cluster }) => kind === 'delete-machines' && cluster === 'aks-cordon')
        .map(tell),
);

describe.concurrent('a node that AKS gave up draining', () => {
  it('is named, and cleaned up by a person within its budget, whichever worker sees to it, and the pool comes to its end', async ({
    drydock,
    deletions,
  }) => {
    const campaign = await drydock.start(groupSpec('cordon', { nodePools: cordons }));
    const asked = await campaign.until(needsDecision);
    expect(reasonOf(asked)).toMatch(
      /PartiallyUpgraded: 3 of 4 nodes( \(.*?\))? run 1\.34\.1; quarantined: aks-system-\S+/,
    );
    expect(whatItAsks(asked)).toContain(`clean-up --target ${target}`);

    expect(await campaign.steer('clean-up', { target })).toContain('within their budgets');
    const blocked = await campaign.until(
      (status) => needsDecision(status) && /clean-up of/.test(reasonOf(status)),
    );
    expect(reasonOf(blocked)).toContain('shop/till');
    expect(await deletions()).toEqual([]);

    const kubernetes = await kubernetesOf(drydock.simulator, 'aks-cordon');
    await kubernetes.deleteBudget('shop', 'till');
    const said = { name: 'year-end', by: 'cto', reason: 'sales' };
    await withFreezes((freezes, now) =>
      freezes.create({ ...said, from: new Date(now).toISOString(), until: null }),
    );
    await campaign.steer('clean-up', { target });
    const frozen = await campaign.until(({ waitingFor }) => waitingFor.some(({ kind }) => kind === 'freeze'));
    expect(frozen.waitingFor).toMatchObject([{ name: expect.stringContaining('year-end') as string }]);
    expect(await deletions()).toEqual([]);
    await withFreezes((freezes, now) => freezes.lift({ ...said, at: new Date(now).toISOString() }));
    await untilAccepted(drydock.simulator, 'delete-machines', { cluster: 'aks-cordon' });
    await drydock.worker().kill();
    await drydock.restartWorker();
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
    expect(await deletions()).toHaveLength(1);
    const { decisions, journal = [] } = await campaign.status();
    expect(decisions.filter(({ verb }) => verb === 'clean-up')).toHaveLength(2);
    expect(journal.filter(({ what }) => what === 'asked').length).toBeGreaterThan(1);
    expect(journal.at(-1)).toMatchObject({
      what: 'cleaned-up',
      target,
      text: expect.stringMatching(/^drained and deleted: aks-system-/),
    });
  });

  it('is cleaned up in its own time, also where the person came after that of the cluster', async ({
    drydock,
  }) => {
    const campaign = await drydock.start(
      groupSpec('late', { nodePools: cordons, timeouts: { cluster: '1d' } }),
    );
    const asked = await campaign.until(needsDecision);
    expect(reasonOf(asked)).toContain('quarantined: aks-system-');
    const until = Date.parse(asked.updatedAt) + 25 * 3_600_000;
    await campaign.until(({ updatedAt }) => Date.parse(updatedAt) > until);
    const kubernetes = await kubernetesOf(drydock.simulator, 'aks-late');
    await kubernetes.deleteBudget('shop', 'till');
    await campaign.steer('clean-up', { target: 'pool/aks-late/system' });
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
    expect((await campaign.status()).decisions.map(({ verb }) => verb)).toEqual(['start', 'clean-up']);
  });

  it('is asked about where there is one only', async ({ drydock }) => {
    const campaign = await drydock.start(groupSpec('well', { cluster: { controlPlaneSoak: '5d' } }));
    await campaign.until(({ waitingFor }) => waitingFor.some(({ kind }) => kind === 'soak'));
    await expect(campaign.steer('clean-up', { target: 'pool/aks-well/system' })).rejects.toThrow(
      'does not wait for a decision',
    );
    await campaign.steer('abort');
    expect(await campaign.result()).toMatchObject({ phase: 'Aborted' });
  });
});
