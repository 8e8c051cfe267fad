import type { FleetCluster, FleetPool } from './fleet.ts';

/** Every cluster that the file stands for: those with `repeat` as often as it says, `{n}` filled in. */
export function expandClusters(clusters: readonly FleetCluster[]): readonly FleetCluster[] {
  return clusters.flatMap((cluster) => {
    const { repeat, ...once } = cluster;
    const single = { ...once, pools: expandPools(once.pools) };
    if (repeat === undefined) return [single];
    return Array.from({ length: repeat.times }, (_, index) => copy(single, repeat, index));
  });
}

function copy(
  cluster: FleetCluster,
  repeat: NonNullable<FleetCluster['repeat']>,
  index: number,
): FleetCluster {
  const number = String(index + 1).padStart(String(repeat.times).length, '0');
  const inTurn = (values: readonly string[] | undefined) => values?.[index % values.length];
  const turns = Object.entries(repeat.tags).map(([key, values]) => [key, inTurn(values)] as const);
  return {
    ...cluster,
    name: filled(cluster.name, number),
    resourceGroup: filled(cluster.resourceGroup, number),
    subscription: inTurn(repeat.subscriptions) ?? cluster.subscription,
    location: inTurn(repeat.locations) ?? cluster.location,
    tags: { ...cluster.tags, ...(Object.fromEntries(turns) as Record<string, string>) },
  };
}

function expandPools(pools: readonly FleetPool[]): FleetPool[] {
  return pools.flatMap(({ repeat, ...pool }) =>
    repeat === undefined
      ? [pool]
      : Array.from({ length: repeat }, (_, index) => ({
          ...pool,
          name: filled(pool.name, String(index + 1)),
        })),
  );
}

function filled(template: string, number: string): string {
  return template.replaceAll('{n}', number);
}
