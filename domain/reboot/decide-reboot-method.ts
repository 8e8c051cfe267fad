import type { Cluster, NodePool } from '../fleet/fleet.ts';
import { compareNodeImages } from '../version/node-image.ts';
import { type NodeMethod, nodeMethod, possibleMethods, whyNot } from './node-reboot-method.ts';
import type { RebootTerms } from './reboot-terms.ts';

export type RebootMethodDecision =
  | { readonly method: 'node-image' }
  | { readonly method: 'nodes'; readonly by: NodeMethod; readonly note: string | null }
  /** `byImage`: it is so only until a newer image comes out. */
  | { readonly method: 'none'; readonly because: string; readonly byImage: boolean };

/**
 * The least invasive method for the nodes of one pool that wait for a reboot, before anybody looks which do. Whether a kured is
 * there shows only later.
 */
export function decideRebootMethod(
  { methods }: Pick<RebootTerms, 'methods'>,
  { nodeOSUpgradeChannel: channel, ...cluster }: Pick<Cluster, 'nodeOSUpgradeChannel' | 'isNodeGroupLocked'>,
  pool: NodePool,
): RebootMethodDecision {
  const { osType, nodeImageVersion: image, latestNodeImageVersion: newest } = pool;
  if (osType === 'Windows')
    return none('Windows nodes are patched only by new node images (upgrade.type NodeImageOnly)');
  if (channel === 'NodeImage' || channel === 'SecurityPatch')
    return none(`its node OS channel is ${channel}: AKS patches its nodes itself, and none needs a reboot`);
  const order = newest === null || newest === image ? null : compareNodeImages(image, newest);
  const isCurrent = newest === image || (order !== null && order >= 0);
  if (order !== null && order < 0 && methods.includes('NodeImage')) return { method: 'node-image' };
  const byImage = isCurrent && methods.includes('NodeImage');
  const by = nodeMethod(possibleMethods(methods, cluster, pool));
  if (by === null) {
    const because = methods.flatMap((method) => whyNot(method, cluster, pool) ?? []).join('; ');
    return none(because === '' ? whyNoWay(isCurrent, image) : because, byImage);
  }
  const isPatched = channel === 'Unmanaged';
  return {
    method: 'nodes',
    by,
    note: isPatched
      ? null
      : `its node OS channel is ${channel || 'None'}: AKS installs no patches on its nodes`,
  };
}

function whyNoWay(isCurrent: boolean, image: string): string {
  return isCurrent
    ? 'its image is the newest, and reboot.methods allows no restart'
    : `it is unknown whether there is a newer image than ${image || '(none)'}, and reboot.methods allows no restart`;
}

function none(because: string, byImage = false): RebootMethodDecision {
  return { method: 'none', because, byImage };
}
