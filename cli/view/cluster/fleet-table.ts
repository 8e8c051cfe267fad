import type { Cluster, Fleet, NodePool } from '#domain/fleet/fleet.ts';
import { describeImageAge, imageAge } from '#domain/image/image-age.ts';
import { shortImage } from '#domain/version/node-image.ts';
import type { Palette } from '../terminal/colour.ts';
import { columns } from '../terminal/columns.ts';
import { plural } from '../terminal/plural.ts';

const header = ['NAME', 'LOCATION', 'VERSION', 'NODES', 'IMAGE', 'STATE', 'AVAILABLE', 'NOTE'];

/** Every cluster with its pools, and what affects an upgrade, at `now` (ms); cut at `width`. */
export function fleetTable(fleet: Fleet, now: number, palette: Palette, width?: number): string {
  const rows = fleet.clusters.flatMap((cluster) => [clusterRow(cluster, fleet), ...poolRows(cluster, now)]);
  const [head, ...lines] = columns([header, ...rows], width === undefined ? {} : { width });
  const pools = fleet.clusters.reduce((sum, cluster) => sum + cluster.pools.length, 0);
  const total = `${plural(fleet.clusters.length, 'cluster')}, ${plural(pools, 'node pool')}.`;
  return [palette.bold(head ?? ''), ...lines, '', total].join('\n');
}

/** The versions Azure offers a cluster next, without previews. */
function availableVersions(cluster: Cluster, fleet: Fleet): readonly string[] {
  const offers = fleet.offers[cluster.location] ?? [];
  const next = offers.flatMap((minor) => minor.patches[cluster.currentKubernetesVersion] ?? []);
  const previews = new Set(offers.filter(({ isPreview }) => isPreview).map(({ minor }) => minor));
  const isStable = (version: string) => !previews.has(version.split('.').slice(0, 2).join('.'));
  return [...new Set(next)].filter(isStable);
}

function clusterRow(cluster: Cluster, fleet: Fleet): readonly string[] {
  const nodes = cluster.pools.reduce((sum, pool) => sum + pool.count, 0);
  return [
    cluster.name,
    cluster.location,
    cluster.currentKubernetesVersion,
    String(nodes),
    '',
    cluster.powerState === 'Stopped' ? 'Stopped' : cluster.provisioningState,
    availableVersions(cluster, fleet).join(', ') || '-',
    clusterNotes(cluster).join('; '),
  ];
}

function poolRows(cluster: Cluster, now: number): readonly (readonly string[])[] {
  return cluster.pools.map((pool, index) => [
    `${index === cluster.pools.length - 1 ? '└─' : '├─'} ${pool.name}`,
    `${pool.mode}, ${pool.osType}`,
    pool.currentOrchestratorVersion,
    String(pool.count),
    shortImage(pool.nodeImageVersion),
    pool.powerState === 'Stopped' ? 'Stopped' : pool.provisioningState,
    availableImage(pool),
    poolNotes(pool, now).join('; '),
  ]);
}

/** How old its image is, and how far behind; behind and older than 30 days is stale. */
function poolNotes(
  { nodeImageVersion, latestNodeImageVersion, scaleSetPriority }: NodePool,
  now: number,
): readonly string[] {
  const age = imageAge(nodeImageVersion, latestNodeImageVersion, now);
  const words = describeImageAge(age) || (age.state === 'behind' || age.state === 'stale' ? 'behind' : '');
  return [
    ...(words === '' ? [] : [`${age.state === 'stale' ? 'stale image' : 'image'}: ${words}`]),
    ...(scaleSetPriority === 'Spot' ? ['Spot'] : []),
  ];
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
  ];
}
