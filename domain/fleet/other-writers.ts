import type { Observation, Unread } from '../observation.ts';
import type { MaintenanceWindow } from './maintenance-window.ts';

/** What else may change the clusters of a fleet, as far as Azure shows it. */
export interface OtherWriters extends FleetManagers {
  /** By `resourceKey`: clusters with an automatic channel, or whose own windows the campaign observes. */
  readonly maintenance: Readonly<
    Record<string, Observation<readonly MaintenanceConfiguration[], UnreadScope>>
  >;
}

/** The Azure Kubernetes Fleet Managers of the requested subscriptions. */
export interface FleetManagers {
  readonly memberships: readonly FleetMembership[];
  readonly unread: readonly UnreadScope[];
}

export interface FleetMembership {
  /** Of the cluster; compare through `sameResource`. */
  readonly clusterId: string;
  /** Name of the Fleet Manager. */
  readonly fleet: string;
  /** The update group; null: none is set. */
  readonly group: string | null;
  /** The enabled ones; also empty where they could not be read (then listed in `unread`). */
  readonly profiles: readonly AutoUpgradeProfile[];
}

/** Makes a Fleet Manager start update runs automatically. */
export interface AutoUpgradeProfile {
  readonly name: string;
  /** Stable, Rapid, NodeImage, TargetKubernetesVersion. */
  readonly channel: string;
}

export interface MaintenanceConfiguration {
  /** `default`, `aksManagedAutoUpgradeSchedule`, `aksManagedNodeOSUpgradeSchedule`. */
  readonly name: string;
  /** null: none, or of an unknown form. */
  readonly window: MaintenanceWindow | null;
  /** Of the window: "+01:00". */
  readonly utcOffset: string;
  /** The older form, only of `default`; hours (0 to 23) in UTC. */
  readonly hoursOfWeek: readonly { readonly day: string; readonly hours: readonly number[] }[];
  /** The older form's blocked times: ms since the epoch, end excluded. */
  readonly closures: readonly { readonly opensAt: number; readonly closesAt: number }[];
}

/** `why`: Azure's code, or the failure kind. */
export interface UnreadScope extends Unread<ReadPermission> {
  /** "subscription 0000...", "Fleet Manager fleet-prod" */
  readonly scope: string;
}

export type ReadPermission =
  | 'Microsoft.ContainerService/fleets/read'
  | 'Microsoft.ContainerService/fleets/members/read'
  | 'Microsoft.ContainerService/fleets/autoUpgradeProfiles/read'
  | 'Microsoft.ContainerService/managedClusters/maintenanceConfigurations/read';
