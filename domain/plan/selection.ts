import type { Campaign, Selector, Stage } from '../campaign/campaign.ts';
import type { Cluster, Fleet } from '../fleet/fleet.ts';
import { isResourceId, parseResourceId, resourceKey, sameResource } from '../fleet/ids.ts';
import { matchesGlob } from '../text/glob.ts';

export interface StageSelection {
  readonly stage: Stage;
  /** By name, then by id. */
  readonly clusters: readonly Cluster[];
  /** Selected here too, but an earlier stage has them: a cluster belongs to one stage only. */
  readonly takenBefore: readonly { readonly cluster: Cluster; readonly by: string }[];
  /** Resource ids that the stage names and the fleet does not have. */
  readonly missing: readonly string[];
}

/** Which clusters each stage gets: the union of its selectors without what it excludes, the first stage first. */
export function selectStageClusters(campaign: Campaign, fleet: Fleet): readonly StageSelection[] {
  const owners = new Map<string, string>();
  return campaign.stages.map((stage) => {
    const selected = clustersOf(stage, fleet);
    const isFree = (cluster: Cluster) => !owners.has(resourceKey(cluster.resourceId));
    const clusters = selected.filter(isFree);
    const takenBefore = selected
      .filter((cluster) => !isFree(cluster))
      .map((cluster) => ({ cluster, by: owners.get(resourceKey(cluster.resourceId)) ?? '' }));
    for (const cluster of clusters) owners.set(resourceKey(cluster.resourceId), stage.name);
    return { stage, clusters, takenBefore, missing: missingFrom(stage, fleet) };
  });
}

/** The subscriptions that have to be read to resolve the selection; ["*"]: all that can be seen. */
export function subscriptionsOf(campaign: Campaign): readonly string[] {
  const named = campaign.stages.flatMap((stage) => stage.clusters.flatMap(subscriptionsIn));
  const all = new Set(named.map((each) => each.toLowerCase()));
  return [...all].some((each) => /[*?]/.test(each)) ? ['*'] : [...all].toSorted();
}

function subscriptionsIn(selector: Selector): readonly string[] {
  if (!('resourceId' in selector))
    return selector.subscriptions.length === 0 ? ['*'] : selector.subscriptions;
  return isResourceId(selector.resourceId) ? [parseResourceId(selector.resourceId).subscriptionId] : [];
}

function clustersOf(stage: Stage, fleet: Fleet): readonly Cluster[] {
  const distinct = new Map(fleet.clusters.map((cluster) => [resourceKey(cluster.resourceId), cluster]));
  return [...distinct.values()]
    .filter((cluster) => stage.clusters.some((selector) => selects(selector, cluster)))
    .filter((cluster) => !stage.exclude.some((selector) => selects(selector, cluster)))
    .toSorted(
      (a, b) => inOrder(a.name, b.name) || inOrder(resourceKey(a.resourceId), resourceKey(b.resourceId)),
    );
}

function missingFrom(stage: Stage, fleet: Fleet): readonly string[] {
  return stage.clusters
    .flatMap((selector) => ('resourceId' in selector ? [selector.resourceId] : []))
    .filter((id) => !fleet.clusters.some((cluster) => sameResource(cluster.resourceId, id)));
}

function selects(selector: Selector, cluster: Cluster): boolean {
  if ('resourceId' in selector) return sameResource(selector.resourceId, cluster.resourceId);
  return (
    anyMatches(selector.subscriptions, cluster.subscriptionId) &&
    anyMatches(selector.resourceGroups, cluster.resourceGroup) &&
    anyMatches(selector.locations.map(asLocation), asLocation(cluster.location)) &&
    Object.entries(selector.tags).every(([name, pattern]) => hasTag(cluster, name, pattern))
  );
}

/** Azure's names do not differ by case; no names at all is no restriction. */
function anyMatches(patterns: readonly string[], text: string): boolean {
  const lower = text.toLowerCase();
  return patterns.length === 0 || patterns.some((pattern) => matchesGlob(pattern.toLowerCase(), lower));
}

/** Names of tags do not differ by case, their values do. */
export function hasTag(cluster: Cluster, name: string, pattern: string): boolean {
  return Object.entries(cluster.tags).some(
    ([tag, value]) => tag.toLowerCase() === name.toLowerCase() && matchesGlob(pattern, value),
  );
}

/** "West Europe" and "westeurope" are the same place. */
function asLocation(name: string): string {
  return name.replaceAll(' ', '').toLowerCase();
}

function inOrder(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Whether any stage takes this cluster. */
export function isSelected(campaign: Campaign, cluster: Cluster): boolean {
  const alone = { readAt: new Date(0).toISOString(), clusters: [cluster], offers: {} };
  return selectStageClusters(campaign, alone).some((stage) => stage.clusters.length > 0);
}
