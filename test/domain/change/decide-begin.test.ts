import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change } from '#domain/change/change.ts';
import { decideBegin } from '#domain/change/decide-begin.ts';
import type { Cluster, NodePool } from '#domain/fleet/fleet.ts';
import { aCluster, aPool } from '../../builders/a-cluster.ts';

const { resourceId } = aCluster();
const controlPlane: Change = { kind: 'upgrade-control-plane', resourceId, to: '1.34.1' };
const pool: Change = {
  kind: 'upgrade-node-pool',
  resourceId,
  pool: 'np1',
  to: '1.34.1',
  upgradeSettings: {},
};
const [oldImage, newImage, newerImage] = ['202509.23.0', '202510.19.0', '202510.26.0'].map(
  (version) => `AKSUbuntu-2204gen2containerd-${version}`,
) as [string, string, string];
const image: Change = { kind: 'upgrade-node-image', resourceId, pool: 'np1', to: newImage };
const settings: Change = {
  kind: 'set-upgrade-settings',
  resourceId,
  pool: 'np1',
  upgradeSettings: { maxSurge: '33%' },
};
const restore: Change = {
  kind: 'restore-upgrade-settings',
  resourceId,
  pool: 'np1',
  upgradeSettings: { maxSurge: '33%' },
};

const goBack: Change = {
  kind: 'roll-back-node-pool',
  resourceId,
  pool: 'np1',
  to: '1.33.5',
  nodeImageVersion: 'old',
};

const channel: Change = { kind: 'set-upgrade-channel', resourceId, channel: 'none' };
const clean: Change = { kind: 'delete-machines', resourceId, pool: 'np1', machines: ['n1'] };
const scale: Change = { kind: 'scale-node-pool', resourceId, pool: 'np1', from: 3, count: 4 };
const create: Change = {
  kind: 'create-node-pool',
  resourceId,
  pool: 'np1b',
  like: 'np1',
  osSKU: 'AzureLinux3',
  to: '1.33.5',
};
const remove: Change = { kind: 'delete-node-pool', resourceId, pool: 'np1' };
const beside = (over: Partial<NodePool>): Partial<Cluster> => ({
  pools: [aPool(), np1(), np1({ name: 'np1b', tags: { 'drydock-migrated-from': 'np1' }, ...over })],
});
const until = '2026-11-20T10:00:00.000Z';
const force: Change = { kind: 'set-force-upgrade', resourceId, until };
const noForce: Change = { ...force, until: null };
const bothChannels: Change = { ...channel, nodeOSChannel: 'NodeImage' };

const np1 = (over: Partial<NodePool> = {}): NodePool =>
  aPool({ name: 'np1', mode: 'User', eTag: 'np1-etag', ...over });
const withPool = (over: Partial<NodePool>): Partial<Cluster> => ({ pools: [aPool(), np1(over)] });
const upgraded = { orchestratorVersion: '1.34.1', currentOrchestratorVersion: '1.34.1' };

const decide = (change: Change, over: Partial<Cluster>, maybeSent = false) =>
  decideBegin(change, aCluster({ pools: [aPool(), np1()], ...over }), maybeSent);

describe('a change is sent', () => {
  it.each<[string, Change, Partial<Cluster>, string]>([
    ['with the eTag of the cluster', controlPlane, {}, 'cluster-etag'],
    ['with the eTag of the pool', pool, {}, 'np1-etag'],
    [
      'to go on with a half-upgraded pool',
      pool,
      withPool({ ...upgraded, provisioningState: 'Failed' }),
      'np1-etag',
    ],
    [
      'to go on with one that was canceled',
      pool,
      withPool({ ...upgraded, provisioningState: 'Canceled' }),
      'np1-etag',
    ],
    [
      'to go on with a control plane that failed',
      controlPlane,
      { currentKubernetesVersion: '1.34.1', provisioningState: 'Failed' },
      'cluster-etag',
    ],
    ['for an image', image, {}, 'np1-etag'],
    [
      'for an image that half the nodes have',
      image,
      withPool({ nodeImageVersion: oldImage, provisioningState: 'Failed' }),
      'np1-etag',
    ],
    [
      'for an image of another family',
      image,
      withPool({ nodeImageVersion: newerImage.replace('2204', '2404') }),
      'np1-etag',
    ],
    ['for settings to begin with', settings, {}, 'np1-etag'],
    ['to take a pool back', goBack, withPool(upgraded), 'np1-etag'],
    ['to take back the image alone', goBack, withPool({ nodeImageVersion: 'new' }), 'np1-etag'],
    [
      'to take a half-upgraded pool back',
      goBack,
      withPool({ ...upgraded, provisioningState: 'Failed' }),
      'np1-etag',
    ],
    [
      'to continue a rollback that failed',
      goBack,
      withPool({ nodeImageVersion: 'old', provisioningState: 'Failed' }),
      'np1-etag',
    ],
    ['for settings that differ', restore, {}, 'np1-etag'],
    ['for a channel that differs', channel, { upgradeChannel: 'stable' }, 'cluster-etag'],
    ['for the channel of node images that differs', bothChannels, {}, 'cluster-etag'],
    ['for machines of a pool that failed', clean, withPool({ provisioningState: 'Failed' }), 'np1-etag'],
    ['for a new pool, with the eTag of the one that it copies', create, {}, 'np1-etag'],
    ['for a pool that is to go', remove, {}, 'np1-etag'],
    ['for a force that is off', force, {}, 'cluster-etag'],
    ['for a force on a half-done pool', force, withPool({ provisioningState: 'Failed' }), 'cluster-etag'],
    ['for a force that is to end', noForce, { forcedUntil: until }, 'cluster-etag'],
  ])('%s', (_rule, change, over, eTag) => {
    expect(decide(change, over)).toEqual({ do: 'send', eTag });
  });
});

describe('a change is not sent', () => {
  it.each<[string, Change, Partial<Cluster>, string]>([
    ['if the control plane is there', controlPlane, { currentKubernetesVersion: '1.34.1' }, 'nothing'],
    ['if the pool is there', pool, withPool(upgraded), 'nothing'],
    ['if the pool is gone', remove, { pools: [aPool()] }, 'nothing'],
    ['if the new pool is there', create, beside({}), 'nothing'],
    [
      'if it is there, and the one that it was made for has gone',
      create,
      { pools: beside({}).pools!.filter(({ name }) => name !== 'np1') },
      'nothing',
    ],
    ['if a pool of its name is another writer’s', create, beside({ tags: {} }), 'refuse'],
    ['if its creation failed', create, beside({ provisioningState: 'Failed' }), 'refuse'],
    ['if it is being created, not by this step', create, beside({ provisioningState: 'Creating' }), 'wait'],
    ['if there is no pool to copy', create, { pools: [aPool()] }, 'refuse'],
    ['while its model is upgraded', create, withPool({ provisioningState: 'Upgrading' }), 'wait'],
    ['if the pool is back', goBack, withPool({ nodeImageVersion: 'old' }), 'nothing'],
    ['if the newest image is there', image, withPool({ nodeImageVersion: newImage }), 'nothing'],
    ['if a newer image than planned is there', image, withPool({ nodeImageVersion: newerImage }), 'nothing'],
    [
      'if settings to begin with are there',
      settings,
      withPool({ upgradeSettings: { maxSurge: '33%' } }),
      'nothing',
    ],
    [
      'if settings to begin with would go on with a half-done pool',
      settings,
      withPool({ provisioningState: 'Failed' }),
      'refuse',
    ],
    ['if the settings are there', restore, withPool({ upgradeSettings: { maxSurge: '33%' } }), 'nothing'],
    [
      'if the force is there, however its time is written',
      force,
      { forcedUntil: '2026-11-20T10:00:00Z' },
      'nothing',
    ],
    ['if no force is there', noForce, {}, 'nothing'],
    [
      'if the end of a force would go on with a half-done pool',
      noForce,
      { ...withPool({ provisioningState: 'Failed' }), forcedUntil: until },
      'refuse',
    ],
    ['if the channel is there', channel, {}, 'nothing'],
    ['if both channels are there', bothChannels, { nodeOSUpgradeChannel: 'NodeImage' }, 'nothing'],
    [
      'if a channel would go on with a half-done control plane',
      channel,
      { upgradeChannel: 'stable', provisioningState: 'Failed' },
      'refuse',
    ],
    [
      'if a channel would go on with a half-done pool',
      channel,
      { upgradeChannel: 'stable', ...withPool({ provisioningState: 'Canceled' }) },
      'refuse',
    ],
    ['if a channel is set on a cluster that failed', channel, { provisioningState: 'Failed' }, 'refuse'],
    ['while a pool is busy', channel, withPool({ provisioningState: 'Scaling' }), 'wait'],
    ['while the cluster is busy', pool, { provisioningState: 'Updating' }, 'wait'],
    ['while the pool to be taken back is busy', goBack, withPool({ provisioningState: 'Scaling' }), 'wait'],
    ['while the pool is busy', pool, withPool({ provisioningState: 'Scaling' }), 'wait'],
    [
      'while another pool is busy',
      pool,
      { pools: [aPool({ provisioningState: 'Upgrading' }), np1()] },
      'wait',
    ],
    ['while any pool is busy', controlPlane, withPool({ provisioningState: 'Upgrading' }), 'wait'],
    ['in an unknown state', controlPlane, { provisioningState: 'Reconciling' }, 'wait'],
    ['if the cluster is stopped', controlPlane, { powerState: 'Stopped' }, 'refuse'],
    ['if the pool is gone', pool, { pools: [aPool()] }, 'refuse'],
    [
      'if a node more would go on with a half-done upgrade',
      scale,
      withPool({ provisioningState: 'Failed' }),
      'refuse',
    ],
    ['if it has as many nodes already', scale, withPool({ count: 4 }), 'nothing'],
    ['if someone has scaled it meanwhile', scale, withPool({ count: 8 }), 'refuse'],
    ['if it has as many nodes as were seen', scale, withPool({ count: 3 }), 'send'],
    [
      'if settings would go on with a half-done upgrade',
      restore,
      withPool({ provisioningState: 'Failed' }),
      'refuse',
    ],
  ])('%s', (_rule, change, over, what) => {
    expect(decide(change, over).do).toBe(what);
  });
});

describe('a pool whose nodes say that they were left behind', () => {
  const decideBehind = (change: Change, over: Partial<Cluster>) =>
    decideBegin(change, aCluster({ pools: [aPool(), np1()], ...over }), true, true);

  it.each<[string, Change, Partial<Cluster>]>([
    ['an upgrade', pool, withPool(upgraded)],
    ['an image', image, withPool({ nodeImageVersion: newImage })],
    ['a rollback', goBack, withPool({ nodeImageVersion: 'old' })],
  ])('is sent once more although it is there: %s', (_what, change, over) => {
    expect(decideBehind(change, over)).toEqual({ do: 'send', eTag: 'np1-etag' });
  });

  it('is adopted while that runs', () => {
    const running = withPool({ ...upgraded, provisioningState: 'Upgrading' });
    expect(decideBehind(pool, running).do).toBe('adopt');
  });
});

it('machines that may have been deleted are not deleted again: what is left is looked for anew', () => {
  expect(decide(clean, withPool({ provisioningState: 'Failed' }), true).do).toBe('nothing');
});

describe('an operation that runs', () => {
  const upgrading: Partial<Cluster> = { provisioningState: 'Upgrading', kubernetesVersion: '1.34.1' };
  it.each<[string, Change, Partial<Cluster>]>([
    ['a control plane', controlPlane, upgrading],
    ['a pool', pool, withPool({ ...upgraded, provisioningState: 'Upgrading' })],
    ['a rollback', goBack, withPool({ provisioningState: 'Upgrading' })],
    ['an image', image, withPool({ provisioningState: 'UpgradingNodeImageVersion' })],
    ['settings', restore, withPool({ provisioningState: 'Updating', upgradeSettings: { maxSurge: '33%' } })],
    ['a node more', scale, withPool({ provisioningState: 'Scaling', count: 4 })],
    ['a clean-up', clean, withPool({ provisioningState: 'DeletingMachines' })],
    ['a force', force, { provisioningState: 'Updating', forcedUntil: until }],
    ['a channel', channel, { provisioningState: 'Updating' }],
    ['a new pool', create, beside({ provisioningState: 'Creating' })],
    ['a pool that goes', remove, withPool({ provisioningState: 'Deleting' })],
  ])('towards our goal (%s) is ours only if we may have sent it', (_what, change, over) => {
    expect([decide(change, over, true).do, decide(change, over, false).do]).toEqual(['adopt', 'wait']);
  });

  it.each<[string, Change, Partial<Cluster>]>([
    ['another version of the control plane', controlPlane, { ...upgrading, kubernetesVersion: '1.34.0' }],
    [
      'another version of the pool',
      pool,
      withPool({ orchestratorVersion: '1.34.0', provisioningState: 'Upgrading' }),
    ],
    ['an upgrade, while we go back', goBack, withPool({ ...upgraded, provisioningState: 'Upgrading' })],
    ['another channel', channel, { provisioningState: 'Updating', upgradeChannel: 'stable' }],
    ['an upgrade of the cluster', channel, { provisioningState: 'Upgrading' }],
    ['another kind of operation', pool, withPool({ ...upgraded, provisioningState: 'Scaling' })],
    ['another number of nodes', scale, withPool({ provisioningState: 'Scaling', count: 5 })],
    [
      'other settings',
      restore,
      withPool({ provisioningState: 'Updating', upgradeSettings: { maxSurge: '5' } }),
    ],
  ])('towards something else (%s) is waited for, even if we may have sent ours', (_what, change, over) => {
    expect(decide(change, over, true).do).toBe('wait');
  });

  it('is never sent into, whatever the states', () => {
    const states = fc.constantFrom(
      'Succeeded',
      'Failed',
      'Canceled',
      'Updating',
      'Upgrading',
      'Scaling',
      'Odd',
    );
    const terminal = new Set(['Succeeded', 'Failed', 'Canceled']);
    fc.assert(
      fc.property(
        fc.constantFrom(
          controlPlane,
          pool,
          goBack,
          image,
          restore,
          channel,
          bothChannels,
          force,
          noForce,
          clean,
        ),
        fc.array(states, { minLength: 3, maxLength: 3 }),
        fc.boolean(),
        (change, [own = '', system = '', other = ''], maybeSent) => {
          const pools = [aPool({ provisioningState: system }), np1({ provisioningState: other })];
          const decision = decide(change, { provisioningState: own, pools }, maybeSent);
          if (decision.do !== 'send') return;
          expect([own, system, other].every((state) => terminal.has(state))).toBe(true);
        },
      ),
    );
  });
});
