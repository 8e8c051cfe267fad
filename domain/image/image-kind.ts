import type { Cluster, NodePool } from '../fleet/fleet.ts';
import { parseNodeImage } from '../version/node-image.ts';

/**
 * Pools of one kind have the same newest image: Azure brings images out region by region, for an OS and a family
 * of images ("AKS release tracker"). The OS counts beside the family, for it decides which family comes next. A pool
 * whose image has an unknown form is its own kind.
 */
export function imageKind({ location, resourceId }: Cluster, pool: NodePool): string {
  const family = parseNodeImage(pool.nodeImageVersion)?.family ?? `${resourceId} ${pool.name}`;
  return [location, pool.osSKU, family].join(' ').toLowerCase();
}

/**
 * Whether Azure is asked for the newest image of a pool: not where AKS alone chooses it, where there is none for the pool as a whole or
 * for availability sets, or where the answer about it was not understood, which nothing is planned for. One refusal would end the reading of all.
 */
export function hasNewestImage(cluster: Cluster, pool: NodePool): boolean {
  const isUnread = cluster.notUnderstood.length > 0 || pool.notUnderstood.length > 0;
  return (
    !isUnread && pool.type !== 'AvailabilitySet' && pool.mode !== 'ManagedSystem' && pool.mode !== 'Machines'
  );
}

/** The images that all pools of their family run: a stage that runs two images of a family has tested neither. */
export function commonImages(clusters: readonly (readonly string[])[]): readonly string[] {
  const all = [...new Set(clusters.flat())];
  const families = Map.groupBy(all, (image) => parseNodeImage(image)?.family ?? image);
  return [...families.values()].flatMap((alike) => (alike.length === 1 ? alike : []));
}
