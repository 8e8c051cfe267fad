import { describeHoursOfWeek, describeWindow } from '../../calendar/describe-window.ts';
import { offsetName } from '../../calendar/own-windows.ts';
import { type ActiveChannel, activeChannels } from '../../fleet/active-channels.ts';
import { noForceCommand } from '../../fleet/az-command.ts';
import type { Cluster } from '../../fleet/fleet.ts';
import { resourceKey, sameResource } from '../../fleet/ids.ts';
import type {
  FleetMembership,
  MaintenanceConfiguration,
  OtherWriters,
  ReadPermission,
  UnreadScope,
} from '../../fleet/other-writers.ts';
import { nameFirst } from '../../text/name-first.ts';
import type { PlanStep } from '../contents/plan.ts';

/** Who else may change this cluster while these steps are taken, and what of that is not known. */
export function otherWriterWarnings(
  cluster: Cluster,
  steps: readonly PlanStep[],
  writers: OtherWriters,
): readonly string[] {
  const maintenance = writers.maintenance[resourceKey(cluster.resourceId)];
  return [
    ...writers.memberships.filter((each) => sameResource(each.clusterId, cluster.resourceId)).map(memberText),
    ...(maintenance === undefined ? [] : maintenanceWarnings(channelsDuring(cluster, steps), maintenance)),
  ];
}

/** Someone's override (`overrideSettings`) that lasts beyond now (ms): it is AKS's for whatever begins meanwhile, ours too. */
export function forceWarnings({ forcedUntil, resourceId }: Cluster, now: number): readonly string[] {
  if (forcedUntil === null || !(Date.parse(forcedUntil) > now)) return [];
  return [
    `its upgrades are forced until ${forcedUntil}: whatever begins by then, AKS looks neither at deprecated APIs nor at disruption budgets; ${noForceCommand(resourceId)} ends it`,
  ];
}

/** What is not known of Fleet Managers holds for the whole plan: any of its clusters may be a member. */
export function unreadWarnings(unread: readonly UnreadScope[]): readonly string[] {
  const kinds = Map.groupBy(unread, ({ permission, why }) => `${permission} ${why}`);
  return [...kinds.values()].flatMap((alike) => {
    const [first] = alike;
    return first === undefined ? [] : [unreadText(first, nameFirst(alike.map(({ scope }) => scope)))];
  });
}

function memberText({ fleet, group, profiles }: FleetMembership): string {
  const place = group === null ? fleet : `${fleet} (update group ${group})`;
  const named = profiles.map(({ name, channel }) => `${name}: ${channel}`).join(', ');
  const alone = profiles.length === 0 ? '' : `, and begin by themselves (auto-upgrade profile ${named})`;
  return `another writer: it is a member of Fleet Manager ${place}, whose update runs may upgrade it${alone}`;
}

/** A channel that the campaign suspends does nothing meanwhile. */
function channelsDuring(cluster: Cluster, steps: readonly PlanStep[]): readonly ActiveChannel[] {
  const isSuspended = steps.some(({ action }) => action === 'suspend-auto-upgrade');
  return activeChannels(cluster).filter(({ of }) => of !== 'cluster' || !isSuspended);
}

function maintenanceWarnings(
  channels: readonly ActiveChannel[],
  configurations: OtherWriters['maintenance'][string],
): readonly string[] {
  if (channels.length === 0) return [];
  if ('unread' in configurations) {
    const { unread } = configurations;
    return [
      ...channels.map((channel) => `another writer: ${deed(channel)}; its window is unknown`),
      unreadText(unread, unread.scope),
    ];
  }
  const { value } = configurations;
  const weekly = value.find(({ name }) => name === 'default');
  return [
    ...channels.map((channel) => {
      const name = scheduleOf(channel);
      const schedule = value.find((each) => each.name === name);
      const when =
        schedule === undefined ? `at any time (it has no ${name})` : `${describeTimes(schedule)} (${name})`;
      return `another writer: ${deed(channel)}, ${when}`;
    }),
    ...(weekly === undefined
      ? []
      : [`another writer: AKS may roll out its weekly releases on it, ${describeTimes(weekly)} (default)`]),
  ];
}

function deed({ of, channel }: ActiveChannel): string {
  return of === 'cluster'
    ? `AKS may upgrade it by its automatic upgrade channel ${channel}`
    : `AKS may renew its nodes by its node OS channel ${channel}`;
}

/** Reserved names, learn.microsoft.com/azure/aks/planned-maintenance. */
function scheduleOf({ of }: ActiveChannel): string {
  return of === 'cluster' ? 'aksManagedAutoUpgradeSchedule' : 'aksManagedNodeOSUpgradeSchedule';
}

function describeTimes({ window, utcOffset, hoursOfWeek }: MaintenanceConfiguration): string {
  return window === null
    ? describeHoursOfWeek(hoursOfWeek)
    : describeWindow({ timezone: offsetName(utcOffset), window });
}

const unknown: Readonly<Record<ReadPermission, string>> = {
  'Microsoft.ContainerService/fleets/read': 'whether Fleet Managers upgrade these clusters',
  'Microsoft.ContainerService/fleets/members/read': 'which of these clusters a Fleet Manager upgrades',
  'Microsoft.ContainerService/fleets/autoUpgradeProfiles/read':
    'whether a Fleet Manager starts update runs automatically',
  'Microsoft.ContainerService/managedClusters/maintenanceConfigurations/read':
    'when AKS changes it automatically',
};

function unreadText({ permission, why }: UnreadScope, scope: string): string {
  return `unknown ${unknown[permission]}: ${scope} cannot be read (${why}); permission ${permission} is required`;
}
