import type { Cluster } from './fleet.ts';

type Channels = Pick<Cluster, 'upgradeChannel' | 'nodeOSUpgradeChannel'>;

/** A setting by which AKS changes a cluster of its own accord. */
export interface ActiveChannel {
  readonly of: 'cluster' | 'node OS';
  /** stable, NodeImage, ... */
  readonly channel: string;
}

/**
 * The channels that are on. `Unmanaged` is not among them: there the nodes' own OS patches itself, and AKS begins
 * no operation (learn.microsoft.com/azure/aks/auto-upgrade-node-os-image).
 */
export function activeChannels({ upgradeChannel, nodeOSUpgradeChannel }: Channels): readonly ActiveChannel[] {
  const isOn = (channel: string) => !['', 'none', 'unmanaged'].includes(channel.toLowerCase());
  return [
    ...(isOn(upgradeChannel) ? [{ of: 'cluster', channel: upgradeChannel } as const] : []),
    ...(isOn(nodeOSUpgradeChannel) ? [{ of: 'node OS', channel: nodeOSUpgradeChannel } as const] : []),
  ];
}

/**
 * Who may be behind an operation that runs, for a bracket; empty: nothing points to AKS. Azure names the initiator
 * neither in the resource nor in the operation, so it is never more than "may".
 */
export function suspectAks(provisioningState: string, cluster: Channels): string {
  const channels = activeChannels(cluster);
  if (!provisioningState.startsWith('Upgrading') || channels.length === 0) return '';
  const named = channels.map(({ of, channel }) =>
    of === 'cluster' ? `automatic upgrade channel ${channel}` : `node OS channel ${channel}`,
  );
  return `AKS may have begun it by its ${named.join(' or ')}`;
}
