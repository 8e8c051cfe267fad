import type { PosturePolicy } from '../audit/posture/posture-policy.ts';
import type { MaintenanceWindow } from '../fleet/maintenance-window.ts';
import type { WrittenSettings } from '../fleet/upgrade-settings.ts';
import type { ImageSelection } from '../image/promotion.ts';
import type { MigrationTerms } from '../migration/migration-terms.ts';
import type { RebootTerms } from '../reboot/reboot-terms.ts';
import type { StalledDrainPolicy } from '../rolling-upgrade/stalled-drain.ts';
import type { HealthPolicy } from './health-policy.ts';
import type { PreflightPolicy } from './preflight-policy.ts';

/**
 * A campaign as the domain sees it: what a person wrote, with every default filled in and every duration
 * in milliseconds. `spec/parse` is the only maker; docs/campaign-spec.md describes each field.
 */
export interface Campaign {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly upgrade: Upgrade;
  readonly stages: readonly Stage[];
  readonly cluster: ClusterPolicy;
  readonly nodePools: NodePoolPolicy;
  /** null: the campaign may act at any time. */
  readonly maintenance: Maintenance | null;
  readonly preflight: PreflightPolicy;
  readonly rollback: RollbackTerms;
  /** null: nothing may be forced. */
  readonly forceUpgrade: ForceTerms | null;
  /** What names who approves, rejects or forces: a claim, or a token of Entra that a worker verifies. */
  readonly approval: { readonly identity: ApprovalIdentity };
  readonly health: HealthPolicy;
  readonly baseline: PosturePolicy;
  /**
   * It runs on a schedule and images soak between its runs: no run waits for a stage's soak, and an image that has not
   * soaked is deferred to a later run. Only with nodeImageSelection Consistent.
   */
  readonly soaksAcrossRuns: boolean;
  readonly timeouts: { readonly clusterMs: number; readonly campaignMs: number };
}

/** Of the campaign, what one cluster's steps follow from. */
export type ClusterTerms = Pick<Campaign, 'upgrade' | 'cluster' | 'nodePools'>;

export type Upgrade = VersionUpgrade | ImageUpgrade | RebootUpgrade | MigrateUpgrade;

export interface VersionUpgrade {
  readonly type: 'Full' | 'ControlPlaneOnly' | 'NodePoolsOnly';
  /** "1.34" (its newest offered patch, pinned by the plan) or "1.34.1". */
  readonly kubernetesVersion: string;
  readonly allowMultipleHops: boolean;
}

/** Versions stay; each pool gets the newest node image of its family. */
interface ImageUpgrade {
  readonly type: 'NodeImageOnly';
  /** Whether a stage may get an image that the stage before has not run for its soak. */
  readonly nodeImageSelection: ImageSelection;
}

/** Versions stay; nodes that wait for a reboot get it. */
interface RebootUpgrade {
  readonly type: 'Reboot';
  readonly reboot: RebootTerms;
}

/** Versions stay; workloads move to new node pools of another operating system. */
interface MigrateUpgrade {
  readonly type: 'Migrate';
  readonly migrate: MigrationTerms;
}

/** A number, or a percentage such as "25%". Percentages of ours round down, at least 1. */
export type Count = number | `${number}%`;

export interface Stage {
  readonly name: string;
  /** The union of these; resolved at plan time and frozen by the plan. */
  readonly clusters: readonly Selector[];
  readonly exclude: readonly Selector[];
  readonly expect: { readonly min: number; readonly max: number | null };
  /** Clusters at a time. */
  readonly maxConcurrency: Count;
  /** After the last cluster. */
  readonly soakMs: number;
  /** Asked before the NEXT stage, bound to the plan's digest; never after the last stage. */
  readonly approval: Approval;
  readonly failurePolicy: FailurePolicy;
}

export interface Approval {
  readonly required: boolean;
  /** Empty: anybody but the one who started the campaign. */
  readonly approvers: readonly string[];
  /** How many different people have to approve; at least 1. */
  readonly quorum: number;
  /** From the moment the gate begins to wait; null: no one is asked, so nothing expires. */
  readonly expiresMs: number | null;
  readonly onExpiry: 'Pause' | 'Abort';
}

export interface FailurePolicy {
  readonly maxFailures: Count;
  readonly minSuccess: `${number}%`;
  /** null: no limit of its own. */
  readonly maxConsecutive: number | null;
  /** Rollback: the pools of the failed clusters go back where the gate allows it, and the campaign pauses. */
  readonly onExceeded: 'Pause' | 'Abort' | 'Rollback';
}

/** What holds where the file does not set it. */
export const failurePolicyDefaults = {
  maxFailures: 0,
  minSuccess: '100%',
  maxConsecutive: 1,
} as const satisfies Partial<FailurePolicy>;

type ApprovalIdentity = 'Claimed' | 'Entra';

/** `rollback.nodePools`: what becomes of a pool that fails. */
export type RollbackPolicy = 'Never' | 'Ask' | 'OnFailure';

export interface RollbackTerms {
  readonly nodePools: RollbackPolicy;
}

/** `forceUpgrade`: who may let one attempt override what AKS checks, and for how long at most. */
export interface ForceTerms {
  /** Empty: anybody but the one who started the campaign. */
  readonly approvers: readonly string[];
  readonly longestMs: number;
}

/** One cluster by its resource id, or every cluster that all the given lists match ("*" matches all). */
export type Selector =
  | { readonly resourceId: string }
  | {
      readonly subscriptions: readonly string[];
      readonly resourceGroups: readonly string[];
      readonly locations: readonly string[];
      readonly tags: Readonly<Record<string, string>>;
    };

interface ClusterPolicy {
  readonly controlPlaneSoakMs: number;
  readonly pools: {
    /** Globs; a pool's rank is the first that matches. System before user pools within equal rank. */
    readonly order: readonly string[];
    readonly exclude: readonly string[];
  };
  readonly afterCluster: { readonly soakMs: number };
  /** Suspend: the automatic channel is `none` while the cluster is ours, and restored after. */
  readonly onAutoUpgradeConflict: 'Fail' | 'Suspend';
  /** Another operation runs, or another campaign has the cluster: wait, then leave it out or count it as failed. */
  readonly onBusy: { readonly waitMs: number; readonly afterwards: 'Skip' | 'Fail' };
  readonly onStopped: 'Skip' | 'Fail';
  readonly holdTag: string;
}

interface NodePoolSettings extends WrittenSettings {
  readonly restoreUpgradeSettings: boolean;
  readonly soakMs: number;
  readonly timeoutMs: number;
  readonly stalledDrain: StalledDrainPolicy;
}

export interface NodePoolPolicy {
  /** The preview version of the API by which clusters and pools are read and changed; absent: the general one. */
  readonly previewApiVersion?: string;
  readonly defaults: NodePoolSettings;
  /** In order; every one that matches is laid over the ones before it. */
  readonly overrides: readonly NodePoolOverride[];
}

export interface NodePoolOverride {
  readonly match: {
    /** A glob. */
    readonly name?: string;
    readonly osType?: 'Linux' | 'Windows';
    readonly mode?: 'System' | 'User' | 'Gateway';
    readonly scaleSetPriority?: 'Regular' | 'Spot';
  };
  readonly settings: Partial<Omit<NodePoolSettings, 'stalledDrain'>> & {
    readonly stalledDrain?: Partial<StalledDrainPolicy>;
  };
}

export interface Maintenance {
  /** Spec: the file's window. Cluster: the cluster's own in Azure. Merge: where both are open. */
  readonly source: 'Spec' | 'Cluster' | 'Merge';
  /** IANA name. */
  readonly timezone: string;
  /** The campaign may act while one of them is open; empty: only what the cluster has in Azure (source Cluster). */
  readonly windows: readonly MaintenanceWindow[];
  readonly onClose: 'FinishPool' | 'FinishCluster';
  /** Nothing is begun with less window left than this. */
  readonly minRemainingMs: number;
}

/** Of a file that names none. */
export const usualHoldTag = 'drydock-hold';

/** Whether its plan needs to know the newest image of each pool. */
export function asksForImages({ type }: Upgrade): boolean {
  return type === 'NodeImageOnly' || type === 'Reboot';
}
