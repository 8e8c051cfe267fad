import type { Cluster, NodePool } from '../fleet/fleet.ts';
import { compareNodeImages } from '../version/node-image.ts';
import { type NodeWay, nodeWay, possibleWays, whyNot } from './node-reboot-method.ts';
import type { RebootTerms } from './reboot-terms.ts';

export type RebootWayDecision =
  | { readonly way: 'node-image' }
  | { readonly way: 'nodes'; readonly by: NodeWay; readonly note: string | null }
  /** `byImage`: it is so only until a newer image comes out. */
  | { readonly way: 'none'; readonly because: string; readonly byImage: boolean };

/**
 * The least invasive way for the nodes of one pool that wait for a reboot, before anybody looks which do. Whether a kured is
 * there shows only later.
 */
export function decideRebootWay(
  { ways }: Pick<RebootTerms, 'ways'>,
  { nodeOSUpgradeChannel: channel, ...cluster }: Pick<Cluster, 'nodeOSUpgradeChannel' | 'isNodeGroupLocked'>,
  pool: NodePool,
): RebootWayDecision {
  const { osType, nodeImageVersion: image, latestNodeImageVersion: newest } = pool;
  if (osType === 'Windows')
    return none('Windows gets its patches by new node images alone (upgrade.type NodeImageOnly)');
  if (channel === 'NodeImage' || channel === 'SecurityPatch')
    return none(
      `its node OS channel is ${channel}: AKS patches its nodes itself, and none waits for a reboot`,
    );
  const order = newest === null || newest === image ? null : compareNodeImages(image, newest);
  const isCurrent = newest === image || (order !== null && order >= 0);
  if (order !== null && order < 0 && ways.includes('NodeImage')) return { way: 'node-image' };
  const byImage = isCurrent && ways.includes('NodeImage');
  const by = nodeWay(possibleWays(ways, cluster, pool));
  if (by === null) {
    const because = ways.flatMap((way) => whyNot(way, cluster, pool) ?? []).join('; ');
    return none(because === '' ? whyNoWay(isCurrent, image) : because, byImage);
  }
  const isPatched = channel === 'Unmanaged';
  return {
    way: 'nodes',
    by,
    note: isPatched
      ? null
      : `its node OS channel is ${channel || 'None'}: AKS has no patches installed there`,
  };
}

function whyNoWay(isCurrent: boolean, image: string): string {
  return isCurrent
    ? 'its image is the newest, and reboot.ways allows no restart'
    : `it cannot be told whether there is a newer image than ${image || '(none)'}, and reboot.ways allows no restart`;
}

function none(because: string, byImage = false): RebootWayDecision {
  return { way: 'none', because, byImage };
}
