import { activeChannels } from '#domain/campaign/active-channels.ts';
import type { Cluster } from '#domain/campaign/fleet.ts';
import { resourceKey } from '#domain/campaign/ids.ts';
import type { OtherWriters } from '#domain/campaign/other-writers.ts';
import { mapBounded } from './map-bounded.ts';
import type { Gateways } from './open-gateways.ts';

const atATime = 8;

/**
 * Who else may change these clusters: Fleet Managers once a subscription, maintenance configurations only of
 * clusters that AKS changes by itself, for elsewhere they mean nothing.
 */
export async function readOtherWriters(
  azure: Gateways['azure'],
  subscriptions: readonly string[],
  clusters: readonly Cluster[],
): Promise<OtherWriters> {
  const managers = await mapBounded(subscriptions, atATime, (each) => azure.listFleetManagers(each));
  const changing = clusters.filter((each) => activeChannels(each).length > 0);
  const groups = [...Map.groupBy(changing, ({ subscriptionId }) => subscriptionId).values()];
  // Side by side, because ARM's limits count by subscription.
  const maintenance = await mapBounded(groups, atATime, (group) => readMaintenance(azure, group));
  return {
    memberships: managers.flatMap(({ memberships }) => memberships),
    unread: managers.flatMap(({ unread }) => unread),
    maintenance: Object.fromEntries(maintenance.flat()),
  };
}

function readMaintenance(azure: Gateways['azure'], clusters: readonly Cluster[]) {
  return mapBounded(clusters, atATime, async ({ resourceId }) => {
    const found = await azure.maintenanceConfigurations(resourceId);
    return [resourceKey(resourceId), found] as const;
  });
}
