import type { Cluster } from '../fleet/fleet.ts';
import { isImageAtLeast } from '../version/node-image.ts';
import { rollbackWindowMs } from './rollback-window.ts';

/** An automatic channel that keeps a pool from going back: AKS would upgrade it again, and refuses. */
export interface ChannelInTheWay {
  readonly kind: 'upgrade-channel-on' | 'node-os-channel-on';
  readonly because: string;
}

/** What of `az aks update` turns it off. */
export const channelOff: Readonly<Record<ChannelInTheWay['kind'], string>> = {
  'upgrade-channel-on': '--auto-upgrade-channel none',
  'node-os-channel-on': '--node-os-upgrade-channel None',
};

export function channelsInTheWay({
  upgradeChannel,
  nodeOSUpgradeChannel,
}: Cluster): readonly ChannelInTheWay[] {
  const channels: readonly (ChannelInTheWay & { readonly isOn: boolean })[] = [
    {
      kind: 'upgrade-channel-on',
      because: `the automatic upgrade channel is ${upgradeChannel}`,
      isOn: upgradeChannel !== 'none',
    },
    {
      kind: 'node-os-channel-on',
      because: `the node OS upgrade channel is ${nodeOSUpgradeChannel}`,
      isOn: nodeOSUpgradeChannel !== 'None',
    },
  ];
  return channels.filter(({ isOn }) => isOn).map(({ kind, because }) => ({ kind, because }));
}

/** What a pool that is about to be upgraded could go back to, and until when (ms). */
export type RollbackForecast =
  | { readonly open: true; readonly nodeImageVersion: string; readonly until: number }
  | { readonly open: false; readonly nodeImageVersion: string; readonly because: string };

/**
 * Judged by the cluster as it is seen right before the upgrade, and counted from now on; AKS counts from the end of the
 * upgrade, so a little more is left. Azure has the last word. null: the pool is not there, or where it is to go already.
 */
export function forecastRollback(
  cluster: Cluster,
  name: string,
  to: { readonly version: string /** null: whichever. */; readonly image: string | null },
  now: number,
): RollbackForecast | null {
  const pool = cluster.pools.find((each) => each.name === name);
  if (pool === undefined) return null;
  const isThere = to.image === null || isImageAtLeast(pool.nodeImageVersion, to.image);
  if (pool.currentOrchestratorVersion === to.version && isThere) return null;
  const { nodeImageVersion } = pool;
  const channels = channelsInTheWay(cluster);
  return channels.length === 0
    ? { open: true, nodeImageVersion, until: now + rollbackWindowMs }
    : { open: false, nodeImageVersion, because: channels.map(({ because }) => because).join('; ') };
}
