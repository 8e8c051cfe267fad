import type { PosturePolicy } from '#domain/audit/posture/posture-policy.ts';
import type { Campaign, ClusterTerms, Maintenance, RollbackTerms } from '#domain/campaign/campaign.ts';
import type { HealthPolicy } from '#domain/campaign/health-policy.ts';
import type { Pace } from '#domain/campaign/pace.ts';
import type { PauseLevel } from '#domain/campaign/pauses.ts';
import type { TestedImages } from '#domain/image/promotion.ts';
import type { ClusterPlan } from '#domain/plan/contents/plan.ts';
import type { CampaignOutline, ClusterOutline } from '#domain/plan/outline-plan.ts';
import type { PreflightPolicy } from '#domain/preflight/findings/apply-preflight-policy.ts';
import type { PoolSteps } from '#domain/rolling-upgrade/pool-steps.ts';
import type { JournalEntry } from '#domain/status/journal.ts';
import type { Decision, NotRestored, Phase } from '#domain/status/status.ts';

/** Names and shapes of everything that goes in and out of the workflows. Names are stable ids. */

export const workflowTypes = {
  campaign: 'campaign',
  clusterUpgrade: 'clusterUpgrade',
  freezes: 'freezes',
  nightly: 'nightly',
  fleetRecord: 'fleetRecord',
} as const;

/** What the Temporal UI lists and filters by; `drydock setup` registers them. */
export const searchAttributeTypes = {
  DrydockCampaign: 'Keyword',
  DrydockCluster: 'Keyword',
  DrydockStage: 'Keyword',
  DrydockPhase: 'Keyword',
  DrydockWaitingFor: 'Keyword',
  DrydockTargetVersion: 'Keyword',
  DrydockNeedsAttention: 'Bool',
  DrydockFailed: 'Int',
} as const;

/** Real milliseconds, except where "campaign time" is said. Travels in the input: workflows cannot read settings. */
export interface Tuning {
  readonly readTimeoutMs: number;
  readonly beginTimeoutMs: number;
  readonly watchHeartbeatMs: number;
  readonly probeTimeoutMs: number;
  /** First delay between two attempts of an activity, and the longest. */
  readonly retryInitialMs: number;
  readonly retryMaxMs: number;
  /** Between two looks at an operation; campaign time, but never less than `pollFloorMs` real. */
  readonly pollMs: number;
  readonly pollFloorMs: number;
  /** How long nodes may take to say that they are as planned after Azure said so; campaign time. */
  readonly settleMs: number;
  /** From how many events on a campaign goes on in a new run, once a stage is over. */
  readonly continueAfterEvents: number;
}

export interface CampaignInput {
  readonly campaign: Campaign;
  /** sha256 of the file's text; part of the plan's digest. */
  readonly specDigest: string;
  /** The digest of the plan that was shown and agreed to. */
  readonly planDigest: string;
  readonly startedBy: string;
  readonly reason: string;
  readonly pace: Pace | null;
  readonly tuning: Tuning;
  /** What an earlier run of the same campaign hands on; null: this is the first. */
  readonly carried: CarriedCampaign | null;
  /** How it went is kept in the fleet's record. Absent: from a campaign that knew of none. */
  readonly keepsRecord?: true;
  /** Absent: a person started it and looks after it. */
  readonly scheduledRun?: ScheduledRunTerms;
}

/** What differs where nobody is there: nothing waits for long, what cannot go on is left for the next night. */
export interface ScheduledRunTerms {
  /** How long a gate, a pause or a decision waits for a person; campaign time (ms). */
  readonly decideWithinMs: number;
  /** How long after it was begun a night may still wait for a worker; real time (ms), as Temporal keeps it. Absent: for ever. */
  readonly catchUpMs?: number;
}

/** What a schedule starts, night after night. */
export interface NightlyInput {
  /** The id of the schedule in Temporal. */
  readonly schedule: string;
  /** As written in the file; kept for whoever describes the schedule. */
  readonly cron: readonly string[];
  /** IANA name; nights are named by its dates. */
  readonly timezone: string;
  /** Under the nightly file's name, to which each night adds its date. */
  readonly campaign: Campaign;
  readonly specDigest: string;
  readonly terms: ScheduledRunTerms;
  readonly startedBy: string;
  readonly reason: string;
  readonly pace: Pace | null;
  readonly tuning: Tuning;
}

/** The state of a campaign between two stages, when nothing of it runs. */
export interface CarriedCampaign {
  readonly startedAt: string;
  /** Campaign time (ms). */
  readonly deadline: number;
  readonly outline: CampaignOutline;
  readonly lines: readonly ClusterState[];
  /** Index of the stage that comes next. */
  readonly nextStage: number;
  readonly decisions: readonly Decision[];
  readonly notRestored: readonly NotRestored[];
  /** Absent: there is nothing in it. */
  readonly journal?: readonly JournalEntry[];
  /** What the stage before the next one has run. Absent: it is not for images. */
  readonly soakedImages?: readonly string[];
}

export interface CampaignResult {
  readonly phase: Extract<Phase, 'Completed' | 'CompletedWithFailures' | 'Failed' | 'Aborted'>;
  readonly reason: string | null;
  readonly clusters: readonly ClusterState[];
}

/** The campaign's line per cluster: small, because hundreds of them are kept. */
export interface ClusterState {
  readonly resourceId: string;
  readonly phase: Phase;
  readonly reason: string | null;
  /** Campaign time, RFC 3339 UTC. */
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  /** By night: it went as far as the night allowed. */
  readonly left?: true;
}

export interface ClusterUpgradeInput {
  /** The workflow id of the campaign, for the two signals that go upward. */
  readonly campaignWorkflowId: string;
  readonly campaign: string;
  readonly stage: string;
  /** Its line of the plan; the steps are planned again and have to come to this line's digest. */
  readonly plan: ClusterOutline;
  /** The steps of an earlier turn, which stay as they were agreed to; null: this is the first. */
  readonly slice: ClusterPlan | null;
  readonly terms: ClusterTerms;
  /** Absent: from a campaign that knew of no way back; none is looked for. */
  readonly rollback?: RollbackTerms;
  /** Absent: from a campaign that knew of no health; it is not looked at. */
  readonly health?: HealthPolicy;
  /** Absent: from a campaign that knew of no look beforehand; none is taken. */
  readonly preflight?: PreflightPolicy;
  /** Absent: from a campaign that knew of no audit; none is made. */
  readonly baseline?: PosturePolicy;
  /** Absent: the campaign is none of a night. */
  readonly scheduledRun?: ScheduledRunTerms;
  /** Absent: the campaign's file allows no force. */
  readonly mayForce?: true;
  /** What the stage before has run of node images; null: there is none before. Absent: it is not for images. */
  readonly tested?: TestedImages | null;
  /** What is held back is left for a later run, and no failure. */
  readonly defersBlocked?: true;
  /** Absent: nothing is measured for the fleet's record. */
  readonly keepsRecord?: true;
  readonly timeoutMs: number;
  readonly maintenance: Maintenance | null;
  readonly pace: Pace | null;
  readonly tuning: Tuning;
}

export interface ClusterOutcome {
  readonly phase: Extract<
    Phase,
    'Completed' | 'CompletedWithFailures' | 'Skipped' | 'Failed' | 'Aborted' | 'RolledBack'
  >;
  readonly reason: string | null;
  /** Nothing was ever sent to it. */
  readonly untouched: boolean;
  /** Skipped because it was busy or stopped, as the file says: another turn may find it otherwise. */
  readonly leftByRule: boolean;
  /** By night: window, freeze or pause; it went as far as it could and is no failure. */
  readonly left?: true;
  /** For another turn: the steps it was to take; null where it needs none, or never had any. */
  readonly slice: ClusterPlan | null;
  readonly notRestored: readonly NotRestored[];
  /** Absent: there is nothing in it. */
  readonly journal?: readonly JournalEntry[];
  /** The node images that its pools have or were on their way to; absent: it is not for images, or never planned. */
  readonly images?: readonly string[];
}

/** Updates of the campaign workflow. Each answers with what it did, in a sentence. */
export const updates = {
  approve: 'approve',
  reject: 'reject',
  pause: 'pause',
  resume: 'resume',
  abort: 'abort',
  retry: 'retry',
  skip: 'skip',
  rollback: 'rollback',
  force: 'force',
  'clean-up': 'clean-up',
  promote: 'promote',
} as const;

/** Why an update was refused: the type of the ApplicationFailure that its caller receives. */
export const refusals = { invalid: 'InvalidCommand', notAnApprover: 'NotAnApprover' } as const;

export interface OperatorRequest {
  readonly by: string;
  readonly reason: string;
}

export interface GateRequest extends OperatorRequest {
  /** A gate is named after its stage. */
  readonly gate: string;
  /** The digest of the plan that is approved. */
  readonly digest: string;
}

export interface PauseRequest extends OperatorRequest {
  /** How far what runs is let go on; default: to the end of its node pool. */
  readonly at?: PauseLevel;
}

export interface TargetRequest extends OperatorRequest {
  /** "stage/NAME", "cluster/NAME" or "pool/CLUSTER/POOL" */
  readonly target: string;
}

export interface ForceRequest extends OperatorRequest {
  /** "cluster/NAME" */
  readonly target: string;
  /** How long Azure is to hold to it at most; campaign time (ms). */
  readonly forMs: number;
}

/** Without a target: the campaign itself. */
export interface OptionalTargetRequest extends OperatorRequest {
  readonly target?: string;
}

export interface OperatorAnswer {
  readonly text: string;
  readonly decision: Decision;
}

export const queries = {
  /** -> CampaignStatus without the clusters' steps (campaign workflow). */
  campaignStatus: 'campaignStatus',
  /** -> CampaignOutline, or null before it was made (campaign workflow). */
  campaignPlan: 'campaignPlan',
  /** -> ClusterReport (cluster workflow). */
  clusterReport: 'clusterReport',
} as const;

/** Signals from the campaign to its clusters. */
export const clusterSignals = {
  pause: 'pause',
  resume: 'resume',
  abort: 'abort',
  decide: 'decide',
  orderPool: 'orderPool',
  rollBack: 'rollBack',
  promote: 'promote',
} as const;

/** The answer to a question of the cluster. A pool that is skipped is left; the cluster goes on after it. */
export interface DecideSignal {
  readonly verb: 'retry' | 'skip' | 'skip-pool' | 'force' | 'clean-up';
  readonly by: string;
  readonly reason: string;
  /** Of "force": how long it lasts at most; campaign time (ms). */
  readonly forMs?: number;
}

/** "abort": its running operation is aborted in Azure and a person asked. "skip": it is never begun. */
export interface PoolOrderSignal {
  readonly pool: string;
  readonly how: 'abort' | 'skip';
  readonly because: string;
}

/** Node pools go back, whatever the cluster is at. */
export interface RollBackSignal {
  /** null: every pool that this campaign upgraded. */
  readonly pool: string | null;
  readonly because: string;
}

/** The fleet-wide stop switch: an entity workflow of its own, one per task queue. */
export const freezeUpdates = { create: 'create', lift: 'lift' } as const;
export const freezeQuery = 'list';

export function freezesWorkflowId(taskQueue: string): string {
  return `freezes/${taskQueue}`;
}

export interface CreateFreezeRequest extends OperatorRequest {
  readonly name: string;
  /** From now on; RFC 3339 like `until`, both by the clock of whoever asks: the simulator's, where there is one. */
  readonly from: string;
  /** null: until it is lifted. */
  readonly until: string | null;
}

export interface LiftFreezeRequest extends OperatorRequest {
  readonly name: string;
  /** Now, RFC 3339. */
  readonly at: string;
}

/** What outlives campaigns: an entity workflow of its own, one per task queue. */
export const recordSignals = { stage: 'stage', cluster: 'cluster' } as const;
export const recordQuery = 'record';

export function fleetRecordWorkflowId(taskQueue: string): string {
  return `fleet-record/${taskQueue}`;
}

/** The two signals that go upward. */
export const campaignSignals = {
  needsPerson: 'needsPerson',
  pauseAcknowledged: 'pauseAcknowledged',
} as const;

export interface NeedsPersonSignal {
  readonly resourceId: string;
  /** null: it was decided, the cluster runs again. */
  readonly reason: string | null;
  /** The node pool it is about; null: the control plane or the cluster itself. */
  readonly pool: string | null;
  /** Of a question about a step: what a retry or a force tries again; absent: none, or an older release did not say. */
  readonly step?: string;
  /** Whether the pool has nodes to clean up; absent: that is not known. */
  readonly mayCleanUp?: boolean;
  /** Of a drain that is held up: how long a retry waits on for it; absent: a retry tries something again. */
  readonly retryWaits?: string;
}

export interface PauseAcknowledgedSignal {
  readonly resourceId: string;
}

/** Details of the heartbeat of the activity that watches an operation, read by whoever shows progress. */
export interface WatchProgress {
  readonly pool: string | null;
  readonly progress: string;
  readonly nodes: { readonly done: number; readonly total: number } | null;
  /** What happens to the pool's nodes; absent: nobody looks, or nobody has seen them yet. */
  readonly steps?: PoolSteps;
  /** What holds a drain up; null: nothing does. Absent like `steps`. */
  readonly blockedBy?: string | null;
  /** What of the nodes cannot be seen, and why; absent: all that is needed can, or nobody looks. */
  readonly unseen?: string;
}
