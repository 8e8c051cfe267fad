import { describe, expect, it } from 'vitest';
import type { Campaign } from '#domain/campaign/campaign.ts';
import type { Cluster, NodePool } from '#domain/campaign/fleet.ts';
import { planCluster } from '#domain/campaign/plan-cluster.ts';
import type { RebootTerms } from '#domain/reboot/reboot-terms.ts';
import { aCampaign } from '../../support/a-campaign.ts';
import { aCluster, aPool, aWindowsPool } from '../../support/a-cluster.ts';

const terms: RebootTerms = {
  ways: ['NodeImage', 'Restart'],
  kured: 'HoldLock',
  checkPod: { image: 'busybox', namespace: 'drydock' },
  drainTimeoutMs: 1_800_000,
  bootTimeoutMs: 1_200_000,
  readyForMs: 120_000,
};
const current = aPool({ nodeImageVersion: aPool().latestNodeImageVersion ?? '' });

function plan(pool: NodePool, over: Partial<Cluster> = {}, reboot: Partial<RebootTerms> = {}) {
  const campaign: Campaign = { ...aCampaign(), upgrade: { type: 'Reboot', reboot: { ...terms, ...reboot } } };
  const cluster = aCluster({ nodeOSUpgradeChannel: 'Unmanaged', pools: [pool], ...over });
  return planCluster(cluster, campaign, [], []).plan;
}
const stepOf = (...given: Parameters<typeof plan>) => plan(...given).steps[0];

describe('a campaign of reboots', () => {
  it.each<[string, Parameters<typeof plan>, string, string]>([
    ['restarts nodes that wait', [current], 'reboot-node-pool', 'restarts the nodes that wait'],
    ['takes a newer image instead', [aPool()], 'upgrade-node-image', 'makes reboots needless'],
    [
      'restarts where only that is allowed',
      [aPool(), {}, { ways: ['Restart'] }],
      'reboot-node-pool',
      'restarts',
    ],
    [
      'says that None installs nothing',
      [current, { nodeOSUpgradeChannel: 'None' }],
      'reboot-node-pool',
      'channel is None',
    ],
    ['leaves Windows', [aWindowsPool()], 'none', 'Windows gets its patches by new node images'],
    ['leaves NodeImage', [current, { nodeOSUpgradeChannel: 'NodeImage' }], 'none', 'channel is NodeImage'],
    [
      'leaves SecurityPatch',
      [current, { nodeOSUpgradeChannel: 'SecurityPatch' }],
      'none',
      'channel is SecurityPatch',
    ],
    ['restarts nothing unasked', [current, {}, { ways: ['NodeImage'] }], 'none', 'allows no restart'],
    ['restarts nothing under a lockdown', [current, { isNodeGroupLocked: true }], 'none', 'locked down'],
    ['leaves what is held back', [aPool({ tags: { 'drydock-hold': '' } })], 'none', 'held back by its tag'],
  ])('%s', (_, given, action, reason) => {
    expect(stepOf(...given)).toMatchObject({ action, reason: expect.stringContaining(reason) });
  });

  it('surges by nothing and moves no version', () => {
    expect(stepOf(current)).toMatchObject({ from: '1.33.5', to: '1.33.5', surge: 0 });
  });

  it('stays as agreed where an image comes out meanwhile and both ways are allowed, and only there', () => {
    const digest = (pool: NodePool, reboot: Partial<RebootTerms> = {}) => plan(pool, {}, reboot).digest;
    expect(digest(aPool())).toBe(digest(current));
    expect(digest(current, { readyForMs: 1 })).not.toBe(digest(current));
  });

  it('warns of what it cannot know and of whom it leaves reboots to', () => {
    const { warnings } = plan(current, {}, { checkPod: null, kured: 'Leave' });
    expect(warnings).toEqual([
      expect.stringContaining('AKS'),
      expect.stringContaining('without reboot.checkPod'),
      expect.stringContaining('left to it'),
    ]);
  });
});
