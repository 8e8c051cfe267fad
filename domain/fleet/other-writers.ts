import type { Observation } from '../observation.ts';
import type { MaintenanceWindow } from './maintenance-window.ts';

/** Who else may change the clusters of a fleet, as far as Azure tells: plain data. */
export interface OtherWriters extends FleetManagers {
  /** By `resourceKey`, of the clusters that AKS may change by itself, or whose own windows the campaign keeps to. */
  readonly maintenance: Readonly<Record<string, Observation<readonly MaintenanceConfiguration[], Unread>>>;
}

/** The Azure Kubernetes Fleet Managers of the subscriptions asked. */
export interface FleetManagers {
  readonly memberships: readonly FleetMembership[];
  readonly unread: readonly Unread[];
}

export interface FleetMembership {
  /** Of the cluster; compare through `sameResource`. */
  readonly clusterId: string;
  /** Name of the Fleet Manager. */
  readonly fleet: string;
  /** The update group; null: none is set. */
  readonly group: string | null;
  /** The enabled ones; none as well where they could not be read (then they are among `unread`). */
  readonly profiles: readonly AutoUpgradeProfile[];
}

/** What makes a Fleet Manager begin update runs by itself. */
export interface AutoUpgradeProfile {
  readonly name: string;
  /** Stable, Rapid, NodeImage, TargetKubernetesVersion. */
  readonly channel: string;
}

export interface MaintenanceConfiguration {
  /** `default`, `aksManagedAutoUpgradeSchedule`, `aksManagedNodeOSUpgradeSchedule`. */
  readonly name: string;
  /** null: it has none, or one of a form that is not known here. */
  readonly window: MaintenanceWindow | null;
  /** Of the window: "+01:00". */
  readonly utcOffset: string;
  /** The older form, of `default` alone; hours (0 to 23) in UTC. */
  readonly hoursOfWeek: readonly { readonly day: string; readonly hours: readonly number[] }[];
  /** Of the older form: from one instant to another (ms since the epoch; not included) nothing is allowed. */
  readonly closures: readonly { readonly opensAt: number; readonly closesAt: number }[];
}

export interface Unread {
  /** In words: "subscription 0000...", "Fleet Manager fleet-prod". */
  readonly scope: string;
  /** The Azure action that reading it takes. */
  readonly permission: ReadPermission;
  /** Azure's code, or our kind of failure. */
  readonly code: string;
}

export type ReadPermission =
  | 'Microsoft.ContainerService/fleets/read'
  | 'Microsoft.ContainerService/fleets/members/read'
  | 'Microsoft.ContainerService/fleets/autoUpgradeProfiles/read'
  | 'Microsoft.ContainerService/managedClusters/maintenanceConfigurations/read';
