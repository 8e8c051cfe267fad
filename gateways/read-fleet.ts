import type { Cluster, Fleet, OfferedMinor } from '#domain/campaign/fleet.ts';
import { mapBounded } from './map-bounded.ts';
import type { Gateways } from './open-gateways.ts';

const atATime = 8;

export interface FleetQuestion {
  /** Subscription ids; "*" among them: every subscription that the credential sees. */
  readonly subscriptions: readonly string[];
  /** Clusters whose pools' newest images are to be read; that costs a request a pool. */
  readonly images: (cluster: Cluster) => boolean;
}

/**
 * Reads clusters, what their locations offer and, where asked for, the newest node images. Bounded
 * parallelism; the first failure (a FailureError) ends it, for a fleet with holes would make a wrong plan.
 */
export async function readFleet(gateways: Pick<Gateways, 'azure'>, question: FleetQuestion): Promise<Fleet> {
  const { azure } = gateways;
  const subscriptions = question.subscriptions.includes('*')
    ? await azure.listSubscriptions()
    : [...new Set(question.subscriptions.map((each) => each.toLowerCase()))];
  const listed = await mapBounded(subscriptions, atATime, (each) => azure.listClusters(each));
  const clusters = await mapBounded(listed.flat(), atATime, (each) =>
    question.images(each) ? withImages(azure, each) : Promise.resolve(each),
  );
  return { readAt: new Date().toISOString(), clusters, offers: await readOffers(azure, clusters) };
}

/** One pool after the other: the clusters are parallel already, and a long line would exceed the limiter's patience. */
async function withImages(azure: Gateways['azure'], cluster: Cluster): Promise<Cluster> {
  const pools = await mapBounded(cluster.pools, 1, async (pool) => ({
    ...pool,
    latestNodeImageVersion: await azure.latestNodeImage(cluster.resourceId, pool.name),
  }));
  return { ...cluster, pools };
}

/** Offers are the location's; any subscription that has a cluster there may ask. */
async function readOffers(
  azure: Gateways['azure'],
  clusters: readonly Cluster[],
): Promise<Readonly<Record<string, readonly OfferedMinor[]>>> {
  const asker = new Map(clusters.map((each) => [each.location, each.subscriptionId]));
  const found = await mapBounded([...asker], atATime, async ([location, subscriptionId]) => {
    const offers = await azure.offers(subscriptionId, location);
    return [location, offers] as const;
  });
  return Object.fromEntries(found);
}
