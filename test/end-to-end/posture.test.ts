import { describe, expect } from 'vitest';
import type { CampaignStatus } from '#domain/status/status.ts';
import { aDeployment } from '../builders/a-manifest.ts';
import { fleetFile, groupSpec } from '../campaigns/fleet-file.ts';
import { needsDecision } from '../campaigns/needs-decision.ts';
import type { Drydock } from '../processes/drydock.ts';
import { withDrydock } from '../setup/with-drydock.ts';
import { kubernetesOf } from '../simulated/kubernetes-of.ts';
import { setClusterProperties } from '../simulated/set-cluster-properties.ts';

const watched = { securityProfile: { defender: { securityMonitoring: { enabled: true } } } };
const fleet = {
  ...Object.fromEntries(
    ['worse', 'waived', 'hidden'].map((name) => [
      name,
      [{ name: `aks-${name}`, manifests: [aDeployment('web')] }],
    ]),
  ),
  dropped: [{ name: 'aks-dropped', properties: watched }],
};
/** What the end of an upgrade takes along. */
const faults = [
  { kind: 'setting-lost', setting: 'securityProfile.defender', match: { cluster: 'aks-dropped' } },
];

const reasonOf = (status: CampaignStatus) => status.stages[0]?.clusters[0]?.reason;
const postureOf = (status: CampaignStatus) => status.stages[0]?.clusters[0]?.posture;

/** Its pool soaks longer than any test runs; it fails a good deal of the baseline before anything is done to it. */
const aLongSoak = (name: string, baseline: object = {}) =>
  groupSpec(name, { baseline, nodePools: { defaults: { soak: '20d' } } });
const soaksPool =
  (name: string) =>
  ({ waitingFor }: CampaignStatus) =>
    waitingFor.some((wait) => wait.kind === 'soak' && wait.name === `aks-${name}/system`);

const askedAt = ({ waitingFor }: CampaignStatus) => waitingFor.find(({ kind }) => kind === 'decision')?.since;
/** Whether another question is open than before. */
const asksAgain = (before: CampaignStatus) => (now: CampaignStatus) =>
  needsDecision(now) && askedAt(now) !== askedAt(before);

const onTheHost = (hostNetwork: boolean) => ({ spec: { template: { spec: { hostNetwork } } } });

const it = withDrydock({ fleet: fleetFile(fleet, { faults }), speed: 1200 }).extend(
  'change',
  ({ drydock }) =>
    async (name: string, patch: object) =>
      (await kubernetesOf(drydock.simulator, `aks-${name}`)).patchDeployment('shop', 'web', patch),
);

describe.concurrent('posture through an upgrade', () => {
  const endSoak = async (campaign: Awaited<ReturnType<Drydock['start']>>, name: string) =>
    campaign.steer('promote', { target: `cluster/aks-${name}` });

  it('that is worse than before holds the cluster until it is fixed', async ({ drydock, change }) => {
    const campaign = await drydock.start(aLongSoak('worse'));
    await campaign.until(soaksPool('worse'));
    await change('worse', onTheHost(true));
    await endSoak(campaign, 'worse');
    const held = await campaign.until(needsDecision);
    expect(reasonOf(held)).toMatch(/SB-NET-03 \(high\) Deployment\/shop\/web/);
    expect(reasonOf(held)).toMatch(/The security posture is worse than before the first change/);
    expect(postureOf(held)?.worse.count).toBeGreaterThan(0);

    await change('worse', onTheHost(false));
    await campaign.steer('retry', { target: 'cluster/aks-worse' });
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
    const { before, after, worse } = postureOf(await campaign.status())!;
    expect(worse.count).toBe(0);
    expect(after!.counts).toEqual(before.counts);
    expect(before.first.length).toBeGreaterThan(0);
  });

  it('that lost a setting to the upgrade holds the cluster, says what it was and is, and continues once it is back', async ({
    drydock,
  }) => {
    const campaign = await drydock.start(groupSpec('dropped', { baseline: {} }));
    const held = await campaign.until(needsDecision);
    const lost = 'securityProfile.defender.securityMonitoring.enabled was true and is not set';
    expect(postureOf(held)?.worse).toEqual({
      count: 1,
      first: [`SB-DEF-01 (high) ManagedCluster/aks-dropped: ${lost}`],
    });
    expect(reasonOf(held)).toContain(lost);
    const { before, after } = postureOf(held)!;
    expect(after?.counts.high).toBe((before.counts.high ?? 0) + 1);

    await campaign.steer('retry', { target: 'cluster/aks-dropped' });
    expect(reasonOf(await campaign.until(asksAgain(held)))).toContain(lost);
    await setClusterProperties(drydock.simulator, 'aks-dropped', watched);
    await campaign.steer('retry', { target: 'cluster/aks-dropped' });
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
    expect(postureOf(await campaign.status())?.worse.count).toBe(0);
  });

  it('that is worse by what a waiver covers holds nothing', async ({ drydock, change }) => {
    const waiver = { resource: 'Deployment/shop/*', reason: 'r', owner: 'shop', approver: 'security' };
    const covers = ['SB-NET-03', 'SB-POD-01'].map((control) => ({
      control,
      ...waiver,
      expires: '2027-06-30',
    }));
    const ended = { control: 'SB-NET-03', ...waiver, expires: '2026-11-19' };
    const campaign = await drydock.start(aLongSoak('waived', { waivers: [ended, ...covers] }));
    await campaign.until(soaksPool('waived'));
    await change('waived', onTheHost(true));
    await endSoak(campaign, 'waived');
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
    expect(postureOf(await campaign.status())?.voidWaivers).toEqual([
      'the waiver of shop for SB-NET-03 has no effect: it expired on 2026-11-20T00:00:00.000Z',
    ]);
  });

  it('that can no longer be seen holds the cluster until it can', async ({ drydock }) => {
    const campaign = await drydock.start(aLongSoak('hidden'));
    await campaign.until(soaksPool('hidden'));
    await drydock.simulator.fault({
      kind: 'error-answer',
      match: { plane: 'kubernetes', cluster: 'aks-hidden', pathPattern: '/deployments' },
      status: 403,
      code: 'Forbidden',
      message: 'deployments is forbidden',
      times: 10_000,
    });
    await endSoak(campaign, 'hidden');
    const held = await campaign.until(needsDecision);
    expect(reasonOf(held)).toMatch(/requires permission to list deployments/);
    expect(reasonOf(held)).toMatch(
      /Data that the audit read before the first change is not readable any more/,
    );
    await drydock.simulator.clearFaults();
    await campaign.steer('retry', { target: 'cluster/aks-hidden' });
    expect(await campaign.result()).toMatchObject({ phase: 'Completed', reason: null });
  });
});
