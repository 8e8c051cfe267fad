import { describe, expect, it } from 'vitest';
import type { Campaign } from '#domain/campaign/campaign.ts';
import type { Cluster, NodePool } from '#domain/fleet/fleet.ts';
import type { PlanStep } from '#domain/plan/contents/plan.ts';
import { stepName, stepWay } from '#domain/plan/contents/step-name.ts';
import { planCluster } from '#domain/plan/plan-cluster.ts';
import { aCampaign } from '../../../builders/a-campaign.ts';
import { aCluster, aPool, aWindowsPool } from '../../../builders/a-cluster.ts';

const images: Campaign = { ...aCampaign(), upgrade: { type: 'NodeImageOnly', nodeImageSelection: 'Latest' } };
const inOrder = (...order: string[]): Campaign => ({
  ...images,
  cluster: { ...images.cluster, pools: { order, exclude: [] } },
});
const plan = (pools: readonly NodePool[], over: Partial<Cluster> = {}, campaign: Campaign = images) =>
  planCluster(aCluster({ pools, ...over }), campaign, [], []).plan;
const planned = (...pools: readonly NodePool[]) => plan(pools);

const user = (name: string, over: Partial<NodePool> = {}): NodePool => aPool({ name, mode: 'User', ...over });
const newest = aPool().latestNodeImageVersion ?? '';
const current = { nodeImageVersion: newest };

const words = (step: PlanStep): string =>
  `${stepName(step)}: ${step.action === 'none' ? step.reason : stepWay(step)}`;

describe('a campaign for node images', () => {
  it('takes pool after pool to the newest image of its family, and leaves versions and control plane', () => {
    const { steps, blocked } = planned(aWindowsPool(), user('apps'), aPool());
    expect(steps.map(words)).toEqual([
      'system: image 202509.23.0 -> 202510.19.0',
      'apps: image 202509.23.0 -> 202510.19.0',
      'win22: image 20348.4171.250910 -> 20348.4297.251014',
    ]);
    expect(steps.map(({ action, from, to }) => [action, from, to])).toEqual(
      steps.map(() => ['upgrade-node-image', '1.33.5', '1.33.5']),
    );
    expect(blocked).toEqual([]);
  });

  it('keeps to the order of the file: a canary pool first', () => {
    const { steps } = plan([aPool(), user('apps'), user('canary')], {}, inOrder('canary*', '*'));
    expect(steps.map(stepName)).toEqual(['canary', 'system', 'apps']);
  });

  it('passes over what has the newest image already, or one newer than Azure offers', () => {
    const ahead = { nodeImageVersion: newest.replace('202510.19', '202511.02') };
    const { steps } = planned(aPool(current), user('ahead', ahead), user('apps'));
    expect(steps.map(words)).toEqual([
      'system: already newest',
      'ahead: already newest',
      'apps: image 202509.23.0 -> 202510.19.0',
    ]);
  });

  it.each<[string, Partial<NodePool>, string]>([
    ['excluded by its tag', { tags: { 'drydock-hold': '' } }, 'blocked by its tag drydock-hold'],
    ['stopped', { powerState: 'Stopped' }, 'it is stopped'],
  ])('says why a pool that is %s stays', (_, over, reason) => {
    expect(planned(aPool(), user('apps', over)).steps.map(words).at(-1)).toBe(`apps: ${reason}`);
  });

  it('needs no pool to be healthy that it leaves as it is', () => {
    expect(planned(aPool(), user('apps', { ...current, provisioningState: 'Failed' })).blocked).toEqual([]);
  });

  it.each<[string, Partial<NodePool>, string]>([
    [
      'has an image of no known family',
      { nodeImageVersion: 'MyOwnLinux-1-202509.23.0' },
      'node pool apps: its image MyOwnLinux-1-202509.23.0 is of no family that Drydock knows; exclude it (cluster.pools.exclude), then plan again',
    ],
    [
      'has no image by name',
      { nodeImageVersion: '' },
      'node pool apps: its image (none) is of no family that Drydock knows; exclude it (cluster.pools.exclude), then plan again',
    ],
    [
      'is offered an image in an unknown form',
      { latestNodeImageVersion: 'AKSUbuntu-2204gen2containerd-latest' },
      'node pool apps: the newest image AKSUbuntu-2204gen2containerd-latest is of no family that Drydock knows; exclude it (cluster.pools.exclude), then plan again',
    ],
    [
      'is offered none',
      { latestNodeImageVersion: null },
      'node pool apps: Azure names no newest image for AKSUbuntu-2204gen2containerd-202509.23.0; exclude it (cluster.pools.exclude), then plan again',
    ],
    [
      'would move to another family',
      { latestNodeImageVersion: 'AKSUbuntu-2404gen2containerd-202510.19.0' },
      'node pool apps: its image AKSUbuntu-2204gen2containerd-202509.23.0 would be replaced by one of another family, AKSUbuntu-2404gen2containerd-202510.19.0; exclude it (cluster.pools.exclude), then plan again',
    ],
    [
      'would move to another generation of Windows',
      {
        nodeImageVersion: 'AKSWindows-2022-20348.4171.250910',
        latestNodeImageVersion: 'AKSWindows-2025-26100.4652.251014',
      },
      'node pool apps: its image AKSWindows-2022-20348.4171.250910 would be replaced by one of another family, AKSWindows-2025-26100.4652.251014; the Windows version of a pool cannot be changed: move its workloads to a new pool of Windows Server 2025 (upgrade.type: Migrate; container images need that base), or exclude the pool',
    ],
    [
      'failed half way before, so that its nodes have mixed images',
      { provisioningState: 'Failed' },
      'node pool apps: its last operation ended as Failed; let a campaign that works on it finish (drydock list), or continue the operation (az aks nodepool upgrade -g GROUP --cluster-name CLUSTER -n apps --kubernetes-version 1.33.5, or --node-image-only in place of the version), or exclude it; then plan again',
    ],
    [
      'has settings that AKS would refuse',
      { mode: 'System', upgradeSettings: { maxUnavailable: '1' } },
      'node pool apps: AKS takes no maxUnavailable on a system pool; use maxSurge',
    ],
  ])('leaves a cluster out, and says why, where a pool %s', (_, over, reason) => {
    const settings = { ...images.nodePools.defaults, upgradeSettings: {} };
    const campaign = { ...images, nodePools: { ...images.nodePools, defaults: settings } };
    const { blocked, steps } = plan([aPool(), user('apps', over)], {}, campaign);
    expect(blocked).toEqual([reason]);
    expect(steps).toEqual([]);
  });

  it('suspends an automatic upgrade channel only where the file says so', () => {
    const suspending: Campaign = {
      ...images,
      cluster: { ...images.cluster, onAutoUpgradeConflict: 'Suspend' },
    };
    const channelled = { upgradeChannel: 'stable' };
    expect(plan([aPool()], channelled).steps.map(stepName)).toEqual(['system']);
    expect(plan([aPool()], channelled).blocked).toEqual([]);
    expect(plan([aPool()], channelled, suspending).steps.map(stepName)).toEqual([
      'suspend channel',
      'system',
      'resume channel',
    ]);
  });
});

describe('what an approval of it binds to', () => {
  const digest = (...pools: readonly NodePool[]) => plan(pools).digest;
  const agreed = digest(aPool(), user('apps'));

  it.each<[string, NodePool]>([
    ['came out meanwhile', user('apps', { latestNodeImageVersion: newest.replace('202510', '202511') })],
    ['is there already', user('apps', current)],
  ])('is not the image: it stays where a newer one %s', (_, apps) => {
    expect(digest(aPool(), apps)).toBe(agreed);
  });

  it('is not the image where a channel is suspended only because one came out', () => {
    const cluster = { ...images.cluster, onAutoUpgradeConflict: 'Suspend' as const };
    const of = (pool: NodePool) => plan([pool], { upgradeChannel: 'stable' }, { ...images, cluster });
    expect(of(aPool()).steps.map(stepName)).toContain('suspend channel');
    expect(of(aPool(current)).steps.map(stepName)).toEqual(['system']);
    expect(of(aPool()).digest).toBe(of(aPool(current)).digest);
  });

  it.each<[string, readonly NodePool[]]>([
    ['a pool is left out now', [aPool(), user('apps', { tags: { 'drydock-hold': '' } })]],
    ['a pool is gone', [aPool()]],
    ['a pool came', [aPool(), user('apps'), user('more')]],
    ['a pool has another version', [aPool(), user('apps', { currentOrchestratorVersion: '1.33.6' })]],
    ['a pool cannot be judged', [aPool(), user('apps', { nodeImageVersion: 'custom' })]],
  ])('is void where %s', (_, pools) => {
    expect(digest(...pools)).not.toBe(agreed);
  });
});
