import { uniqueNames } from '#domain/fleet/cluster-names.ts';
import { type Cluster, type Fleet, hasTagNamed, type NodePool } from '#domain/fleet/fleet.ts';
import { resourceKey } from '#domain/fleet/ids.ts';
import { describeImageAge, imageAge } from '#domain/image/image-age.ts';
import { nameFirst } from '#domain/text/name-first.ts';
import { shortImage } from '#domain/version/node-image.ts';
import type { Palette } from '../terminal/colour.ts';
import { columnLines } from '../terminal/columns.ts';
import { plural } from '../terminal/plural.ts';

const header = ['NAME', 'LOCATION', 'VERSION', 'NODES', 'IMAGE', 'STATE', 'AVAILABLE', 'NOTE'];

interface FleetView {
  readonly fleet: Fleet;
  /** ms */
  readonly now: number;
  /** By which campaigns skip a cluster or pool. */
  readonly holdTag: string;
  readonly palette: Palette;
  /** Of the terminal. */
  readonly width?: number;
}

/** Every cluster with its pools, under the name that a target takes, and what affects an upgrade. */
export function fleetTable({ fleet, now, holdTag, palette, width }: FleetView): string {
  const names = uniqueNames(fleet.clusters);
  const rows = fleet.clusters.flatMap((cluster) => [
    clusterRow(names.get(resourceKey(cluster.resourceId)) ?? cluster.name, cluster, { fleet, holdTag }),
    ...poolRows(cluster, now, holdTag),
  ]);
  const below = ['  ', ...fleet.clusters.flatMap(branches)];
  const [heads = [], ...lines] = columnLines([header, ...rows], width === undefined ? {} : { width, below });
  const pools = fleet.clusters.reduce((sum, cluster) => sum + cluster.pools.length, 0);
  const total = `${plural(fleet.clusters.length, 'cluster')}, ${plural(pools, 'node pool')}.`;
  return [...heads.map((head) => palette.bold(head)), ...lines.flat(), '', total].join('\n');
}

/** What stands in front of further lines of a cluster and of its pools. */
function branches({ pools }: Cluster): readonly string[] {
  return [...pools.map(() => '│ '), '  '];
}

/** The versions Azure offers a cluster next, without previews. */
function availableVersions(cluster: Cluster, fleet: Fleet): readonly string[] {
  const offers = fleet.offers[cluster.location] ?? [];
  const next = offers.flatMap((minor) => minor.patches[cluster.currentKubernetesVersion] ?? []);
  const previews = new Set(offers.filter(({ isPreview }) => isPreview).map(({ minor }) => minor));
  const isStable = (version: string) => !previews.has(version.split('.').slice(0, 2).join('.'));
  return [...new Set(next)].filter(isStable);
}

function clusterRow(
  name: string,
  cluster: Cluster,
  { fleet, holdTag }: Pick<FleetView, 'fleet' | 'holdTag'>,
): readonly string[] {
  const known = cluster.pools.reduce((sum, { count }) => sum + (count ?? 0), 0);
  const nodes = cluster.pools.some(({ count }) => count === null) ? `${known}+` : String(known);
  return [
    name,
    cluster.location,
    cluster.currentKubernetesVersion,
    nodes,
    '',
    cluster.powerState === 'Stopped' ? 'Stopped' : cluster.provisioningState,
    availableVersions(cluster, fleet).join(', ') || '-',
    [...heldNote(cluster, holdTag), ...clusterNotes(cluster)].join('; '),
  ];
}

function poolRows(cluster: Cluster, now: number, holdTag: string): readonly (readonly string[])[] {
  return cluster.pools.map((pool, index) => [
    `${index === cluster.pools.length - 1 ? '└─' : '├─'} ${pool.name}`,
    `${pool.mode}, ${pool.osType}`,
    pool.currentOrchestratorVersion,
    pool.count === null ? 'unknown' : String(pool.count),
    shortImage(pool.nodeImageVersion),
    pool.powerState === 'Stopped' ? 'Stopped' : pool.provisioningState,
    availableImage(pool),
    [...heldNote(pool, holdTag), ...poolNotes(pool, now)].join('; '),
  ]);
}

function heldNote({ tags }: Pick<Cluster, 'tags'>, holdTag: string): readonly string[] {
  return hasTagNamed(tags, holdTag) ? [`skipped: tag ${holdTag}`] : [];
}

/** How old its image is, and how far behind; behind and older than 30 days is stale. */
function poolNotes(
  {
    nodeImageVersion,
    latestNodeImageVersion,
    scaleSetPriority,
    type,
    upgradeStrategy,
    notUnderstood,
  }: NodePool,
  now: number,
): readonly string[] {
  const age = imageAge(nodeImageVersion, latestNodeImageVersion, now);
  const words = describeImageAge(age) || (age.state === 'behind' || age.state === 'stale' ? 'behind' : '');
  return [
    ...(words === '' ? [] : [`${age.state === 'stale' ? 'stale image' : 'image'}: ${words}`]),
    ...(scaleSetPriority === 'Spot' ? ['Spot'] : []),
    ...(type === 'VirtualMachineScaleSets' ? [] : [type]),
    ...(upgradeStrategy === 'BlueGreen' ? ['blue-green upgrades'] : []),
    ...notUnderstoodNote({ notUnderstood }),
  ];
}

function notUnderstoodNote({ notUnderstood }: Pick<Cluster, 'notUnderstood'>): readonly string[] {
  return notUnderstood.length === 0 ? [] : [`not understood: ${nameFirst(notUnderstood)}`];
}

function availableImage(pool: NodePool): string {
  const { latestNodeImageVersion: latest, nodeImageVersion: current } = pool;
  return latest === null || latest === current ? '-' : `image ${shortImage(latest)}`;
}

function clusterNotes(cluster: Cluster): readonly string[] {
  const channel = cluster.upgradeChannel;
  const osChannel = cluster.nodeOSUpgradeChannel;
  return [
    ...(channel === 'none' ? [] : [`auto-upgrade channel ${channel}`]),
    ...(osChannel === 'None' || osChannel === 'Unmanaged' ? [] : [`node OS upgrade channel ${osChannel}`]),
    ...(cluster.supportPlan === 'AKSLongTermSupport' ? ['long-term support'] : []),
    ...(cluster.isAutomatic ? ['AKS Automatic'] : []),
    ...(cluster.nodeProvisioning === 'Auto' ? ['node auto-provisioning'] : []),
    ...notUnderstoodNote(cluster),
  ];
}
