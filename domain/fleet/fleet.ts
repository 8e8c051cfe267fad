import type { BlueGreenSettings, UpgradeStrategy } from './blue-green.ts';
import type { OtherWriters } from './other-writers.ts';
import type { UpgradeSettings } from './upgrade-settings.ts';

/** The clusters of the subscriptions, read at one moment: plain data, no SDK types. */
export interface Fleet {
  /** RFC 3339 UTC. */
  readonly readAt: string;
  readonly clusters: readonly Cluster[];
  /** What each location offers, by location name as Azure writes it ("westeurope"). */
  readonly offers: Readonly<Record<string, readonly OfferedMinor[]>>;
  /** Absent: not requested. */
  readonly otherWriters?: OtherWriters;
  /** Ids of requested subscriptions that Azure does not return; absent: none, or one fails the reading. */
  readonly missingSubscriptions?: readonly string[];
}

/** One entry of listKubernetesVersions: a minor with its patches and their upgrades. */
export interface OfferedMinor {
  readonly minor: string;
  readonly isPreview: boolean;
  /** KubernetesOfficial, AKSLongTermSupport. */
  readonly supportPlans: readonly string[];
  /** Patch version -> the versions it can be upgraded to. */
  readonly patches: Readonly<Record<string, readonly string[]>>;
}

export interface Cluster {
  /** As Azure spells it; compare through `sameResource`. */
  readonly resourceId: string;
  readonly name: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  /** The group that AKS created for the VMs. */
  readonly nodeResourceGroup: string;
  /** Only AKS may change the resources in it (restrictionLevel ReadOnly). */
  readonly isNodeGroupLocked: boolean;
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
  /** The requested version, and the current one (which Azure changes as soon as it accepts an upgrade). */
  readonly kubernetesVersion: string;
  readonly currentKubernetesVersion: string;
  /** Succeeded, Failed and Canceled are terminal; everything else is busy. */
  readonly provisioningState: string;
  readonly powerState: 'Running' | 'Stopped';
  readonly supportPlan: 'KubernetesOfficial' | 'AKSLongTermSupport';
  /** rapid, stable, patch, node-image or none. */
  readonly upgradeChannel: string;
  /** None, Unmanaged, NodeImage, SecurityPatch. */
  readonly nodeOSUpgradeChannel: string;
  /** Until when upgrades are forced, RFC 3339, also in the past; null: not forced. */
  readonly forcedUntil: string | null;
  /** Users sign in through Entra ID (a managed `aadProfile`). */
  readonly entra: boolean;
  /** Client certificates are issued (`disableLocalAccounts` is not set). */
  readonly localAccounts: boolean;
  /** The API server has only a private address. */
  readonly isPrivate: boolean;
  /** Auto: Karpenter adds nodes outside every node pool. */
  readonly nodeProvisioning: 'Manual' | 'Auto';
  /** azure, kubenet or none. */
  readonly networkPlugin: string;
  /** overlay; empty: pods have subnet addresses. */
  readonly networkPluginMode: string;
  /** `sku.name` Automatic: AKS upgrades it by itself. */
  readonly isAutomatic: boolean;
  readonly eTag: string;
  readonly pools: readonly NodePool[];
  /** Clauses about fields of Azure's answer that have another form than known; with one of them nothing is planned for it. */
  readonly notUnderstood: readonly string[];
}

export interface NodePool {
  readonly name: string;
  /** ManagedSystem: AKS alone manages it. Machines: each machine has a version of its own, the pool none. */
  readonly mode: 'System' | 'User' | 'Gateway' | 'ManagedSystem' | 'Machines';
  readonly type: 'VirtualMachineScaleSets' | 'VirtualMachines' | 'AvailabilitySet';
  readonly osType: 'Linux' | 'Windows';
  readonly osSKU: string;
  /** Of VirtualMachines maybe several: "Standard_D2s_v3, Standard_D8s_v3". */
  readonly vmSize: string;
  /** null: Azure does not say; that is not 0. */
  readonly count: number | null;
  /** The cluster autoscaler moves `count` between these; null: it is off. */
  readonly autoscaling: { readonly min: number; readonly max: number } | null;
  readonly orchestratorVersion: string;
  readonly currentOrchestratorVersion: string;
  readonly nodeImageVersion: string;
  readonly provisioningState: string;
  readonly powerState: 'Running' | 'Stopped';
  readonly scaleSetPriority: 'Regular' | 'Spot';
  /** "1", "2"; empty: not zonal. */
  readonly availabilityZones: readonly string[];
  /** The subnet of its nodes; null: one that AKS created. */
  readonly subnetId: string | null;
  /** A subnet for pods only. */
  readonly podSubnetId: string | null;
  /** Per node. */
  readonly maxPods: number;
  readonly tags: Readonly<Record<string, string>>;
  /** BlueGreen: Azure makes a second set of nodes first. */
  readonly upgradeStrategy: UpgradeStrategy;
  readonly upgradeSettings: UpgradeSettings;
  readonly upgradeSettingsBlueGreen: BlueGreenSettings;
  readonly eTag: string;
  /** From the pool's upgrade profile; null: not requested. */
  readonly latestNodeImageVersion: string | null;
  /** As of a cluster. */
  readonly notUnderstood: readonly string[];
}

/** Whether a resource carries a tag, whatever its value; Azure's tag names do not differ by case. */
export function hasTagNamed(tags: Readonly<Record<string, string>>, name: string): boolean {
  return Object.keys(tags).some((tag) => tag.toLowerCase() === name.toLowerCase());
}
