import type { Cluster } from './fleet.ts';

type Channels = Pick<Cluster, 'upgradeChannel' | 'nodeOSUpgradeChannel'>;

/** A setting that makes AKS upgrade a cluster automatically. */
export interface ActiveChannel {
  readonly of: 'cluster' | 'node OS';
  /** stable, NodeImage, ... */
  readonly channel: string;
}

/**
 * The enabled channels. `Unmanaged` is not one: the nodes' OS patches itself and AKS starts no operation
 * (learn.microsoft.com/azure/aks/auto-upgrade-node-os-image).
 */
export function activeChannels({ upgradeChannel, nodeOSUpgradeChannel }: Channels): readonly ActiveChannel[] {
  const isOn = (channel: string) => !['', 'none', 'unmanaged'].includes(channel.toLowerCase());
  return [
    ...(isOn(upgradeChannel) ? [{ of: 'cluster', channel: upgradeChannel } as const] : []),
    ...(isOn(nodeOSUpgradeChannel) ? [{ of: 'node OS', channel: nodeOSUpgradeChannel } as const] : []),
  ];
}

/**
 * Whether AKS may have started a running operation; empty: no sign of it. Azure names the initiator neither in the
 * resource nor in the operation, so it stays a "may".
 */
export function suspectAks(provisioningState: string, cluster: Channels): string {
  const channels = activeChannels(cluster);
  if (!provisioningState.startsWith('Upgrading') || channels.length === 0) return '';
  const named = channels.map(({ of, channel }) =>
    of === 'cluster' ? `automatic upgrade channel ${channel}` : `node OS channel ${channel}`,
  );
  return `AKS may have begun it by its ${named.join(' or ')}`;
}
