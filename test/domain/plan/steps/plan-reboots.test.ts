import { describe, expect, it } from 'vitest';
import type { Campaign } from '#domain/campaign/campaign.ts';
import type { Cluster, NodePool } from '#domain/fleet/fleet.ts';
import { planCluster } from '#domain/plan/plan-cluster.ts';
import type { RebootTerms } from '#domain/reboot/reboot-terms.ts';
import { aCampaign } from '../../../builders/a-campaign.ts';
import { aCluster, aPool, aWindowsPool } from '../../../builders/a-cluster.ts';
import { acknowledged } from '../../../builders/privileged-pod.ts';

const terms: RebootTerms = {
  methods: ['NodeImage', 'Restart'],
  kured: 'HoldLock',
  checkPod: { image: 'busybox', namespace: 'drydock' },
  drainTimeoutMs: 1_800_000,
  bootTimeoutMs: 1_200_000,
  readyForMs: 120_000,
};
const byPod: Partial<RebootTerms> = {
  methods: ['PrivilegedPod'],
  privilegedPod: { ...acknowledged, namespace: 'rebooting' },
};
const current = aPool({ nodeImageVersion: aPool().latestNodeImageVersion ?? '' });

function plan(pool: NodePool, over: Partial<Cluster> = {}, reboot: Partial<RebootTerms> = {}) {
  const base = aCampaign();
  const campaign: Campaign = {
    ...base,
    cluster: { ...base.cluster, onAutoUpgradeConflict: 'Suspend' },
    upgrade: { type: 'Reboot', reboot: { ...terms, ...reboot } },
  };
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
      [aPool(), {}, { methods: ['Restart'] }],
      'reboot-node-pool',
      'restarts',
    ],
    [
      'says that None installs nothing',
      [current, { nodeOSUpgradeChannel: 'None' }],
      'reboot-node-pool',
      'channel is None',
    ],
    ['leaves Windows', [aWindowsPool()], 'none', 'Windows nodes are patched only by new node images'],
    ['leaves NodeImage', [current, { nodeOSUpgradeChannel: 'NodeImage' }], 'none', 'channel is NodeImage'],
    [
      'leaves SecurityPatch',
      [current, { nodeOSUpgradeChannel: 'SecurityPatch' }],
      'none',
      'channel is SecurityPatch',
    ],
    ['restarts nothing unasked', [current, {}, { methods: ['NodeImage'] }], 'none', 'allows no restart'],
    [
      'reboots by a pod where a file has turned it on',
      [current, {}, byPod],
      'reboot-node-pool',
      'by a privileged pod on each',
    ],
    [
      'reboots by a pod under a lockdown, which keeps machines from a restart',
      [current, { isNodeGroupLocked: true }, { ...byPod, methods: ['Restart', 'PrivilegedPod'] }],
      'reboot-node-pool',
      'by a privileged pod on each',
    ],
    [
      'restarts where that comes first',
      [current, {}, { ...byPod, methods: ['Restart', 'PrivilegedPod'] }],
      'reboot-node-pool',
      'restarts the nodes that wait',
    ],
    [
      'takes a newer image before a pod',
      [aPool(), {}, { ...byPod, methods: ['PrivilegedPod', 'NodeImage'] }],
      'upgrade-node-image',
      'makes reboots needless',
    ],
    [
      'replaces where a file asks for it',
      [current, { isNodeGroupLocked: true }, { methods: ['Restart', 'Replace'] }],
      'reboot-node-pool',
      'each by a new one',
    ],
    [
      'replaces nothing beside an autoscaler',
      [{ ...current, autoscaling: { min: 1, max: 5 } }, {}, { methods: ['Replace'] }],
      'none',
      'its cluster autoscaler sets the node count',
    ],
    ['restarts nothing under a lockdown', [current, { isNodeGroupLocked: true }], 'none', 'locked down'],
    [
      'restarts where images cannot be compared',
      [aPool({ nodeImageVersion: 'custom' })],
      'reboot-node-pool',
      'restarts the nodes that wait',
    ],
    [
      'does not take what it cannot compare for the newest',
      [aPool({ nodeImageVersion: 'custom' }), {}, { methods: ['NodeImage'] }],
      'none',
      'it is unknown whether there is a newer image than custom',
    ],
    ['skips what its tag blocks', [aPool({ tags: { 'drydock-hold': '' } })], 'none', 'blocked by its tag'],
  ])('%s', (_, given, action, reason) => {
    expect(stepOf(...given)).toMatchObject({ action, reason: expect.stringContaining(reason) });
  });

  it('surges by nothing and moves no version', () => {
    expect(stepOf(current)).toMatchObject({ from: '1.33.5', to: '1.33.5', surge: 0 });
  });

  const digest = (...given: Parameters<typeof plan>) => plan(...given).digest;
  const newer = current.latestNodeImageVersion?.replace('202510', '202511') ?? '';

  it.each<[string, Partial<Cluster>, Partial<RebootTerms>?]>([
    ['both methods are allowed', {}],
    ['new images alone are', {}, { methods: ['NodeImage'] }],
    ['the node group is locked', { isNodeGroupLocked: true }],
    ['a channel would be suspended for it', { upgradeChannel: 'stable' }, { methods: ['NodeImage'] }],
    ['a pod may reboot nodes', {}, { ...byPod, methods: ['NodeImage', 'PrivilegedPod'] }],
    ['nothing but images is left of a locked one', { isNodeGroupLocked: true }, { methods: ['NodeImage'] }],
  ])('stays as agreed where an image comes out meanwhile and %s', (_, over, reboot) => {
    expect(digest({ ...current, latestNodeImageVersion: newer }, over, reboot)).toBe(
      digest(current, over, reboot),
    );
  });

  it.each<[string, Parameters<typeof plan>, Parameters<typeof plan>]>([
    ['its terms are others', [current], [current, {}, { readyForMs: 1 }]],
    [
      'its image can no more be compared',
      [current, {}, { methods: ['NodeImage'] }],
      [{ ...current, nodeImageVersion: 'custom' }, {}, { methods: ['NodeImage'] }],
    ],
    [
      'its node group is no more locked, and machines would be restarted',
      [current, { isNodeGroupLocked: true }],
      [current],
    ],
  ])('is another where %s', (_, before, after) => {
    expect(digest(...after)).not.toBe(digest(...before));
  });

  it('surges by one where nodes are replaced, and says what that is worth', () => {
    const planned = plan(current, {}, { methods: ['Replace'] });
    expect(planned.steps[0]).toMatchObject({ surge: 1 });
    expect(planned.warnings.join()).toContain('waits for a reboot again');
  });

  it('says what the pod that reboots nodes may do, and what its namespace must allow', () => {
    const { warnings } = plan(
      current,
      { isNodeGroupLocked: true },
      { ...byPod, methods: ['Restart', 'PrivilegedPod'] },
    );
    expect(warnings).toEqual([
      `each node that waits gets a pod of ${acknowledged.image} in namespace rebooting: root, privileged, in the host's process namespace (hostPID). It enters the mounts of process 1 (nsenter) and runs "systemctl reboot" there`,
      'namespace rebooting must exist and allow that (pod-security.kubernetes.io/enforce: privileged): everyone who may create pods in it is root on every node of the cluster, with all that is mounted there',
    ]);
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
