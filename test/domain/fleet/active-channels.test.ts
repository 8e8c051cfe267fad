import { describe, expect, it } from 'vitest';
import { activeChannels, suspectAks } from '#domain/fleet/active-channels.ts';
import { aCluster } from '../../builders/a-cluster.ts';

const withChannels = (upgradeChannel: string, nodeOSUpgradeChannel: string) =>
  aCluster({ upgradeChannel, nodeOSUpgradeChannel });

describe('AKS changes a cluster of its own accord', () => {
  it.each([
    ['by no channel that is off', 'none', 'None', []],
    ['by no channel that is not said', '', '', []],
    ['by its automatic upgrade channel', 'stable', 'None', ['cluster stable']],
    ['by its node OS channel', 'none', 'NodeImage', ['node OS NodeImage']],
    ['by both', 'node-image', 'SecurityPatch', ['cluster node-image', 'node OS SecurityPatch']],
    ['never where the nodes patch themselves', 'none', 'Unmanaged', []],
  ])('%s', (_rule, cluster, nodeOS, expected) => {
    const found = activeChannels(withChannels(cluster, nodeOS));
    expect(found.map(({ of, channel }) => `${of} ${channel}`)).toEqual(expected);
  });
});

describe('an operation that runs', () => {
  it.each([
    ['Upgrading', 'stable', 'None', 'AKS may have begun it by its automatic upgrade channel stable'],
    [
      'UpgradingNodeImageVersion',
      'none',
      'NodeImage',
      'AKS may have begun it by its node OS channel NodeImage',
    ],
    [
      'Upgrading',
      'patch',
      'SecurityPatch',
      'AKS may have begun it by its automatic upgrade channel patch or node OS channel SecurityPatch',
    ],
    ['Upgrading', 'none', 'None', ''],
    ['Scaling', 'stable', 'NodeImage', ''],
    ['Updating', 'stable', 'NodeImage', ''],
  ])('%s, with channels %s and %s: "%s"', (state, cluster, nodeOS, suspicion) => {
    expect(suspectAks(state, withChannels(cluster, nodeOS))).toBe(suspicion);
  });
});
