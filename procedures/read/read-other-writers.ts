import { activeChannels } from '#domain/fleet/active-channels.ts';
import type { Cluster } from '#domain/fleet/fleet.ts';
import { resourceKey } from '#domain/fleet/ids.ts';
import type { OtherWriters } from '#domain/fleet/other-writers.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { mapBounded } from '../map-bounded.ts';

const atATime = 8;

/**
 * Who else may change these clusters: Fleet Managers once a subscription, maintenance configurations only of
 * clusters that AKS changes automatically, for elsewhere they mean nothing; `ofAll`: of every cluster.
 */
export async function readOtherWriters(
  azure: Gateways['azure'],
  subscriptions: readonly string[],
  clusters: readonly Cluster[],
  ofAll: boolean,
): Promise<OtherWriters> {
  const managers = await mapBounded(subscriptions, atATime, (each) => azure.listFleetManagers(each));
  const changing = clusters.filter((each) => ofAll || activeChannels(each).length > 0);
  return {
    memberships: managers.flatMap(({ memberships }) => memberships),
    unread: managers.flatMap(({ unread }) => unread),
    maintenance: await readMaintenance(azure, changing),
  };
}

/** The maintenance configurations of each of these clusters, by `resourceKey`: one request a cluster. */
export async function readMaintenance(
  azure: Gateways['azure'],
  clusters: readonly Cluster[],
): Promise<OtherWriters['maintenance']> {
  const groups = [...Map.groupBy(clusters, ({ subscriptionId }) => subscriptionId).values()];
  // Side by side, because ARM's limits count by subscription.
  const found = await mapBounded(groups, atATime, (group) =>
    mapBounded(group, atATime, async ({ resourceId }) => {
      const configurations = await azure.maintenanceConfigurations(resourceId);
      return [resourceKey(resourceId), configurations] as const;
    }),
  );
  return Object.fromEntries(found.flat());
}
