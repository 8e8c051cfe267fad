import type {
  FleetMembership,
  MaintenanceConfiguration,
  OtherWriters,
  UnreadScope,
} from '#domain/fleet/other-writers.ts';
import { aCluster } from './a-cluster.ts';

/** No one else, and everything could be read; say what differs. */
export function otherWriters(over: Partial<OtherWriters> = {}): OtherWriters {
  return { memberships: [], unread: [], maintenance: {}, ...over };
}

/** The usual cluster as a member of `fleet-prod`, in no update group. */
export function aMembership(over: Partial<FleetMembership> = {}): FleetMembership {
  return { clusterId: aCluster().resourceId, fleet: 'fleet-prod', group: null, profiles: [], ...over };
}

/** Every Saturday from 22:00 UTC+01:00 for six hours. */
export function aConfiguration(over: Partial<MaintenanceConfiguration> = {}): MaintenanceConfiguration {
  return {
    name: 'aksManagedNodeOSUpgradeSchedule',
    window: {
      schedule: { weekly: { intervalWeeks: 1, dayOfWeek: 'Saturday' } },
      startTime: '22:00',
      durationHours: 6,
      notAllowedDates: [],
    },
    utcOffset: '+01:00',
    hoursOfWeek: [],
    closures: [],
    ...over,
  };
}

export function anUnread(over: Partial<UnreadScope> = {}): UnreadScope {
  return {
    scope: 'subscription s1',
    permission: 'Microsoft.ContainerService/fleets/read',
    why: 'AuthorizationFailed',
    ...over,
  };
}
