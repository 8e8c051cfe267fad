import type { PostureReport } from '../audit/posture/posture-difference.ts';
import type { Pause, PauseLevel } from '../campaign/pauses.ts';
import type { ApprovalsSoFar } from '../gate/approval.ts';
import type { Deciders } from '../gate/decider.ts';
import type { ProvenIdentity } from '../gate/proven-identity.ts';
import type { PreExistingIssues } from '../health/pre-existing-issues.ts';
import type { PoolSteps } from '../rolling-upgrade/pool-steps.ts';
import type { PoolEnd } from '../verify/pool-outcome.ts';
import type { JournalEntry } from './journal.ts';

/** Where a campaign stands: the promise of `drydock status -o json`. */
export interface CampaignStatus {
  readonly kind: 'CampaignStatus';
  readonly name: string;
  readonly phase: Phase;
  readonly reason: string | null;
  readonly planDigest: string;
  readonly target: string;
  readonly startedAt: string;
  readonly updatedAt: string;
  readonly finishedAt: string | null;
  /** null: none limits it, it is not known yet, or the campaign is over. */
  readonly window: WindowNow | null;
  /** The freeze in force: nothing begins, what runs is finished; absent: none, or no worker answered. */
  readonly freeze?: FreezeInForce;
  /** What a resume ends; absent: it is not paused, or no worker answered. */
  readonly pause?: PauseInForce;
  readonly progress: Progress;
  readonly waitingFor: readonly WaitingFor[];
  readonly stages: readonly StageStatus[];
  readonly decisions: readonly Decision[];
  /** Approvals, rejections and forces need a token of Entra; absent: a name is enough. */
  readonly approvalIdentity?: 'Entra';
  /** What was asked and done without a person, the newest; absent: nothing, or an older release keeps none. */
  readonly journal?: readonly JournalEntry[];
  /** Settings that could not be restored yet, each with the command that does it. */
  readonly notRestored: readonly NotRestored[];
  /** Said when no worker answered and only what the server knows is shown; null otherwise. */
  readonly incomplete: string | null;
  /** The clock of a paced campaign; null: real time. */
  readonly pace: { readonly speed: number } | null;
  readonly links: { readonly ui: string | null };
}

/** The window that is open, or opens next; windows that touch are one. */
export interface WindowNow {
  readonly opensAt: string;
  readonly closesAt: string;
  /** The file's, an IANA name. */
  readonly timezone: string;
}

/** `at`: the strictest level, where a rule pauses it as well. */
interface PauseInForce extends Pause {
  /** A resume that names it ends no other one. */
  readonly id: string;
}

interface FreezeInForce {
  /** Of the one that ends last; null: freezes could not be read, which counts as one. */
  readonly name: string | null;
  /** "freeze year-end by eva: CHG0077", "the freezes could not be read: ..." */
  readonly reason: string;
  /** null: until it is lifted. */
  readonly until: string | null;
}

export type Phase =
  | 'NotStarted'
  | 'Waiting'
  | 'Running'
  | 'Paused'
  | 'NeedsDecision'
  | 'RollingBack'
  | 'RolledBack'
  | 'Completed'
  | 'CompletedWithFailures'
  /** Of a cluster that was busy or stopped: it is tried again after the others of its stage. */
  | 'Deferred'
  | 'Skipped'
  | 'Failed'
  | 'Aborted';

export interface Progress {
  readonly clusters: { readonly done: number; readonly total: number };
  readonly pools: { readonly done: number; readonly total: number };
  readonly nodes: { readonly done: number; readonly total: number };
  /**
   * Clusters that count as failed for `failurePolicy`, of all stages: they wait for a decision, failed, were rolled back, completed
   * with failures, or were skipped or aborted half upgraded after a failure. Retries that run, deferred clusters and those
   * aborted before anything failed do not count.
   */
  readonly failed: number;
}

export type WaitKind = 'gate' | 'soak' | 'window' | 'freeze' | 'paused' | 'lock' | 'drain' | 'decision';

/** The failed clusters of which each ends the pause if it continues, or ends without counting as failed. */
export interface PauseEnds {
  readonly continued: readonly string[];
  readonly calledOff: readonly string[];
}

export interface WaitingFor {
  readonly kind: WaitKind;
  /** The gate's, stage's, cluster's or pool's name. */
  readonly name: string;
  readonly since: string;
  /** When it ends automatically, or is given up; null: when an operator acts. */
  readonly until: string | null;
  /** The command to type, or what will happen automatically. */
  readonly act: string;
  /** Of a gate. */
  readonly approvals?: ApprovalsSoFar;
  /** Of the campaign's pause. */
  readonly pausedBy?: 'operator' | 'rule';
  /** Of the failure policy's pause. */
  readonly endsWith?: PauseEnds;
  /** Why an answer is needed; absent: unknown. */
  readonly because?: string;
  /** Every answer that the campaign takes; absent: it ends without one. Empty: another wait has them. */
  readonly actions?: readonly Action[];
}

/** One answer of an operator, as a bot's button needs it. */
export interface Action {
  readonly verb: Verb;
  /** "gate/NAME", "stage/NAME", "cluster/NAME", "pool/CLUSTER/POOL" or "campaign". */
  readonly target: string;
  readonly command: string;
  /** What the command does: "ends the soak now". */
  readonly consequence: string;
  /** The cluster ends by it, and counts as failed; absent: it continues, or nothing of it was changed. */
  readonly leavesFailure?: true;
  /** It begins what a pause of an operator blocks; absent: nothing. */
  readonly begins?: true;
  /** Who may send it; absent: anyone. */
  readonly who?: Deciders;
}

export interface StageStatus {
  readonly name: string;
  readonly phase: Phase;
  readonly clusters: readonly ClusterStatus[];
  /** Absent: it has not soaked. While it soaks, `waitingFor` has it. */
  readonly soak?: StageSoak;
}

export interface StageSoak {
  readonly since: string;
  readonly until: string;
  /** Earlier than `until` where an operator, or the end of the campaign, ended it. null: it continues beyond a scheduled run. */
  readonly endedAt: string | null;
}

export interface ClusterStatus {
  readonly name: string;
  readonly resourceId: string;
  readonly phase: Phase;
  readonly reason: string | null;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly steps: readonly StepStatus[];
  /** It is one of `progress.failed`. */
  readonly failed?: true;
  /** Absent: nothing is forced, as far as this campaign goes. */
  readonly force?: ForceStatus;
  /** What was unhealthy before its first change, and blocks nothing; absent: nothing, or no one looked. */
  readonly preExistingIssues?: PreExistingIssues;
  /** How safe it was before and is after; absent: it was not audited, or its report is not to be had. */
  readonly posture?: PostureReport;
}

/** A person let one attempt override what AKS checks (`upgradeSettings.overrideSettings`). */
export interface ForceStatus {
  readonly by: string;
  readonly reason: string;
  /** The step whose attempt it is for: "control plane", or a node pool's name. */
  readonly step: string;
  /** Until when Azure holds to it, should no one switch it off before; null: it is not switched on yet. */
  readonly until: string | null;
}

export interface StepStatus {
  /** "control plane", the pool's name, or what is done about automatic upgrades (`stepName`). */
  readonly name: string;
  readonly pool: string | null;
  readonly phase: Phase;
  readonly from: string;
  readonly to: string;
  /** Of a pool whose image alone is upgraded: the version that stays; `from` and `to` are images. */
  readonly version?: string;
  /** Of a pool to which a campaign for images does nothing: the one that it has. */
  readonly image?: string;
  /** Of one that keeps its image although there is a newer one: that one. */
  readonly newestImage?: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  /** A short sentence: which end a pool came to, what is being done now. */
  readonly detail: string | null;
  /** Upgraded ones of all of the pool's, whichever attempt did it: as Azure counts them, then as the nodes report. */
  readonly nodes: { readonly done: number; readonly total: number };
  /** What blocks a drain: "pdb shop/till: pod shop/till-1 of Deployment shop/till on NODE, for 12m"; null: nothing, as far as is seen. */
  readonly blockedBy: string | null;
  /** Of a step that runs: whether an operation of it may be running in Azure. */
  readonly inFlight?: boolean;
  /** Of a pool that is being upgraded: what happens to its nodes; absent where they are not seen. */
  readonly nodeSteps?: PoolSteps;
  /** How its change ended, of a pool by what its nodes say; absent as long as it did not. A soak may follow. */
  readonly end?: PoolEnd;
  /** Its change was sent to Azure; absent: not by this campaign. */
  readonly sent?: true;
  /** Of a pool whose upgrade was sent, or that another upgrade left half done. */
  readonly rollbackOffer?: RollbackOffer;
}

/** What a pool can be taken back to, as far as Drydock knows: Azure is asked when it comes to it. */
interface RollbackOffer {
  readonly version: string;
  readonly nodeImageVersion: string;
  /** null: there is none, `because` says why. */
  readonly until: string | null;
  readonly because: string | null;
}

export interface Decision {
  readonly at: string;
  readonly by: string;
  readonly verb: Verb;
  /** Of a pause: how far what runs is let continue. */
  readonly level?: PauseLevel;
  /** Of a resume: which pause it ended. */
  readonly ended?: string;
  /** "gate/NAME", "cluster/NAME" or "campaign". */
  readonly target: string;
  readonly reason: string;
  /** Whether `by` is only said, or an Entra token proved it; or it is no person, but a rule of the file. */
  readonly identity: 'claimed' | 'verified' | 'rule';
  /** Of a verified one. */
  readonly proof?: Pick<ProvenIdentity, 'objectId' | 'tenantId' | 'tokenId' | 'clientId'>;
}

export type Verb =
  | 'start'
  | 'approve'
  | 'reject'
  | 'pause'
  | 'resume'
  | 'abort'
  | 'retry'
  | 'skip'
  | 'rollback'
  | 'force'
  | 'clean-up'
  | 'promote';

export interface NotRestored {
  readonly cluster: string;
  /** null: a setting of the cluster itself. */
  readonly pool: string | null;
  readonly setting: string;
  readonly value: string;
  /** What has to be so before the command is sent; absent: nothing, or an older release did not say. */
  readonly condition?: string;
  readonly command: string;
}
