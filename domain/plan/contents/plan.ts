import type { Approval, RollbackPolicy } from '../../campaign/campaign.ts';
import type { BlueGreenSettings } from '../../fleet/blue-green.ts';
import type { WrittenSettings } from '../../fleet/upgrade-settings.ts';
import type { Migration } from '../../migration/migration-terms.ts';
import type { RebootTerms } from '../../reboot/reboot-terms.ts';
import type { StalledDrainPolicy } from '../../rolling-upgrade/stalled-drain.ts';
import type { OsChange } from '../../version/os-support.ts';

/** The whole journey, checked before anything moves: the promise of `drydock plan -o json`. */
export interface CampaignPlan {
  readonly kind: 'CampaignPlan';
  /** "sha256:..." over everything an approval binds to. */
  readonly digest: string;
  readonly campaign: string;
  /** The version asked for, pinned where all clusters agree: "1.34.1". */
  readonly target: string;
  /** The clock that its waits run on; absent: real time. */
  readonly pace?: 'simulator';
  readonly stages: readonly StagePlan[];
  readonly totals: PlanTotals;
  readonly estimate: {
    /** null: it cannot finish, or a window that it waits for is unknown. */
    readonly earliestFinish: string | null;
    readonly basis: string;
    /** What may delay it, in words, for no one knows how long: who holds a cluster, a freeze; absent: nothing, or no one asked. */
    readonly notCounted?: readonly string[];
  };
  /** What an operator should know of all its clusters; each has warnings of its own besides. */
  readonly warnings: readonly string[];
  /** What becomes of a pool that fails; a control plane never goes back. */
  readonly rollback: { readonly nodePools: RollbackPolicy; readonly controlPlanes: 'Never' };
  /** What keeps the whole plan from starting: an empty selection, an expectation not met. */
  readonly blocked: readonly string[];
}

export interface StagePlan {
  readonly name: string;
  /** Of what it selects, however it is named (`stageKey`); absent: it is not for images. */
  readonly key?: string;
  readonly clusters: readonly ClusterPlan[];
  readonly gates: readonly StageGate[];
  /** Go style: "12h". */
  readonly soak: string;
  /** "always", or the window in words: "Sat 22:00 for 6h Europe/Berlin". */
  readonly window: string;
}

/** What is asked after a stage; `expires` is Go style ("72h"), null: never. */
export interface StageGate extends Pick<Approval, 'approvers' | 'quorum' | 'onExpiry'> {
  /** The stage's. */
  readonly name: string;
  readonly expires: string | null;
}

export interface ClusterPlan {
  /** Its shortest name that no other cluster of the campaign has (`uniqueNames`). */
  readonly name: string;
  readonly resourceId: string;
  /** Of its own steps; the plan's digest hashes these. */
  readonly digest: string;
  /** Reasons why the cluster is left out; empty: it takes part. */
  readonly blocked: readonly string[];
  readonly warnings: readonly string[];
  readonly steps: readonly PlanStep[];
  /** Where the campaign keeps to the cluster's own window in Azure; absent: it does not, or no one looked. */
  readonly window?: ClusterWindow;
  /** Node pools whose newest image is blocked, each with its reason; absent: none is. */
  readonly blockedPools?: readonly BlockedPool[];
}

export interface BlockedPool {
  readonly pool: string;
  readonly because: string;
}

/** A cluster's own window, and when the campaign may first begin something on it (RFC 3339 UTC; null: none is known, or no window holds it). */
interface ClusterWindow {
  /** "Sat 22:00-04:00 UTC+01:00 (aksManagedAutoUpgradeSchedule)"; null: it has none. */
  readonly own: string | null;
  /** Something may be begun on it now. */
  readonly open: boolean;
  readonly opensAt: string | null;
  readonly closesAt: string | null;
  /** The file's, an IANA name, in which the times are shown. */
  readonly timezone: string;
}

/**
 * The two about automatic upgrades are the cluster's (`pool` null), first and last of its steps; their `from`
 * and `to` are names of channels.
 */
type StepAction =
  | 'suspend-auto-upgrade'
  | 'upgrade-control-plane'
  | 'upgrade-node-pool'
  | 'upgrade-node-image'
  | 'reboot-node-pool'
  | 'migrate-node-pool'
  | 'remove-node-pool'
  | 'resume-auto-upgrade'
  | 'none';

export interface PlanStep {
  readonly action: StepAction;
  /** null for the cluster itself. */
  readonly pool: string | null;
  /** Versions; where the image alone is upgraded, both are the one that stays. */
  readonly from: string;
  readonly to: string;
  /** null for the cluster itself; `to` is null where Azure decides (the newest at that moment). */
  readonly image: { readonly from: string; readonly to: string | null } | null;
  /** null: of a pool that nothing is done to, and whose count Azure does not say. */
  readonly nodes: number | null;
  readonly surge: number;
  /** By which the pool is upgraded, its own and Azure's defaults included; absent: node by node. */
  readonly blueGreen?: Required<BlueGreenSettings>;
  /** Why there is nothing to do, or anything the operator should know. */
  readonly reason: string | null;
  /**
   * Pool steps: what is sent along, what comes after; null for the cluster itself, and where nothing is done. But a pool that
   * is idle only because its image is the newest has it: with the next image it is what would be done.
   */
  readonly strategy: PoolStrategy | null;
  /** Of a pool that keeps its image although there is a newer one: that one. */
  readonly newestImage?: string;
  /** Of a version with which AKS changes the pool's operating system, too; absent: it stays, as far as known. */
  readonly osChange?: OsChange;
  /** Of a campaign of reboots: how its nodes may get them, be it by a newer image. Absent: of any other. */
  readonly reboot?: RebootTerms;
  /** Where the workloads of the pool move to; absent: they stay. */
  readonly migration?: Migration;
}

export interface PoolStrategy extends WrittenSettings {
  readonly restoreUpgradeSettings: boolean;
  readonly soakMs: number;
  readonly timeoutMs: number;
  readonly stalledDrain: StalledDrainPolicy;
}

export interface PlanTotals {
  readonly clusters: number;
  readonly pools: number;
  readonly nodes: number;
  readonly blocked: number;
  readonly unchanged: number;
  /** The most that Azure adds at a time, and their vCPUs; null: a machine size is not known. */
  readonly surgeNodes: number;
  readonly surgeVcpus: number | null;
}

/** What the planning of one cluster comes to. */
export interface PlannedSteps {
  readonly steps: readonly PlanStep[];
  /** Pinned; null where there is no way to it. */
  readonly target: string | null;
  readonly blocked: readonly string[];
  readonly warnings: readonly string[];
  readonly blockedPools?: readonly BlockedPool[];
}
