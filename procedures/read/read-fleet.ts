import { hasCode } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import type { Cluster, Fleet, NodePool, OfferedMinor } from '#domain/fleet/fleet.ts';
import { hasNewestImage, imageKind } from '#domain/image/image-kind.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { mapBounded } from '../map-bounded.ts';
import { readOtherWriters } from './read-other-writers.ts';

const atATime = 8;

export interface FleetQuestion {
  /** Subscription ids; "*" among them: every subscription that the credential sees. */
  readonly subscriptions: readonly string[];
  /** Clusters whose pools' newest images are to be read; that costs a request a region and kind of image. */
  readonly images: (cluster: Cluster) => boolean;
  /**
   * Clusters of which it matters who else may change them; absent: of none. It costs a request a subscription, two
   * a Fleet Manager and one for each of these clusters that AKS changes automatically.
   */
  readonly otherWriters?: (cluster: Cluster) => boolean;
  /** Of these clusters the own maintenance windows are read too, one request each, whether AKS changes them or not. */
  readonly ownWindows?: boolean;
  /** Subscriptions that Azure does not show are named in the fleet; absent: the first one fails the reading. */
  readonly namesMissing?: boolean;
  /** A preview version of the API to read by; absent or undefined: the general one. */
  readonly apiVersion?: string | undefined;
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
  const list = (subscription: string) => azure.listClusters(subscription, undefined, question.apiVersion);
  const listed = await mapBounded(subscriptions, atATime, (each) =>
    question.namesMissing ? unlessMissing(() => list(each)) : list(each),
  );
  const found = listed.flatMap((each) => each ?? []);
  const clusters = await withNewestImages(azure, found, question.images);
  const offers = await readOffers(azure, clusters);
  const missing = subscriptions.filter((_, index) => listed[index] === null);
  const fleet = {
    readAt: new Date().toISOString(),
    clusters,
    offers,
    ...(missing.length === 0 ? {} : { missingSubscriptions: missing }),
  };
  const shared = question.otherWriters && clusters.filter(question.otherWriters);
  return shared?.length
    ? {
        ...fleet,
        otherWriters: await readOtherWriters(
          azure,
          subscriptions.filter((each) => !missing.includes(each)),
          shared,
          question.ownWindows ?? false,
        ),
      }
    : fleet;
}

/** The second of an id that has not even the form of one. */
const saysMissing = ['SubscriptionNotFound', 'InvalidSubscriptionId'];

/** null: Azure shows no such subscription, which is an answer; anything else that fails is none. */
async function unlessMissing<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof FailureError && saysMissing.some((code) => hasCode(error.failure, code)))
      return null;
    throw error;
  }
}

/** One pool of a kind is asked about for all of them: 1,500 pools would wait for minutes behind ARM's limits. */
export async function withNewestImages(
  azure: Pick<Gateways['azure'], 'latestNodeImage'>,
  clusters: readonly Cluster[],
  wanted: FleetQuestion['images'] = () => true,
): Promise<readonly Cluster[]> {
  const asking = clusters.filter(wanted);
  const kinds = new Map(
    asking.flatMap((cluster) =>
      cluster.pools
        .filter((pool) => hasNewestImage(cluster, pool))
        .map((pool) => [imageKind(cluster, pool), { cluster, pool }]),
    ),
  );
  const found = await mapBounded([...kinds], atATime, async ([kind, { cluster, pool }]) => {
    const image = await azure.latestNodeImage(cluster.resourceId, pool.name);
    return [kind, image] as const;
  });
  const newest = new Map(found);
  const withImage = (cluster: Cluster) => (pool: NodePool) => ({
    ...pool,
    latestNodeImageVersion: newest.get(imageKind(cluster, pool)) ?? null,
  });
  return clusters.map((each) => (wanted(each) ? { ...each, pools: each.pools.map(withImage(each)) } : each));
}

/** Offers are the location's; any subscription that has a cluster there may ask. Nothing is planned for a cluster without one. */
async function readOffers(
  azure: Gateways['azure'],
  clusters: readonly Cluster[],
): Promise<Readonly<Record<string, readonly OfferedMinor[]>>> {
  const located = clusters.filter(({ location }) => location !== '');
  const asker = new Map(located.map((each) => [each.location, each.subscriptionId]));
  const found = await mapBounded([...asker], atATime, async ([location, subscriptionId]) => {
    const offers = await azure.offers(subscriptionId, location);
    return [location, offers] as const;
  });
  return Object.fromEntries(found);
}
