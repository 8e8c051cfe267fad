import type { Cluster, NodePool } from '../fleet/fleet.ts';
import { parseNodeImage } from '../version/node-image.ts';

/**
 * Pools of one kind have the same newest image: Azure brings images out region by region, for an OS and a family
 * of images ("AKS release tracker"). The OS counts beside the family, for it decides which family comes next. A pool
 * whose image has no known form is a kind of its own.
 */
export function imageKind({ location, resourceId }: Cluster, pool: NodePool): string {
  const family = parseNodeImage(pool.nodeImageVersion)?.family ?? `${resourceId} ${pool.name}`;
  return [location, pool.osSKU, family].join(' ').toLowerCase();
}
