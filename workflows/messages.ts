import type { Campaign, ClusterPolicy, Maintenance } from '#domain/campaign/campaign.ts';
import type { Pace } from '#domain/campaign/pace.ts';
import type { ClusterPlan } from '#domain/campaign/plan.ts';
import type { Decision, NotRestored, Phase } from '#domain/campaign/status.ts';

/** Names and shapes of everything that goes in and out of the workflows. Names are stable ids. */

export const workflowTypes = { campaign: 'campaign', clusterUpgrade: 'clusterUpgrade' } as const;

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
  /** How long another operation on the cluster, or another campaign's lock, is waited for; campaign time. */
  readonly busyWaitMs: number;
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
}

export interface CampaignResult {
  readonly phase: Extract<Phase, 'Completed' | 'CompletedWithFailures' | 'Failed' | 'Aborted'>;
  readonly reason: string | null;
  readonly clusters: readonly ClusterLine[];
}

/** The campaign's line per cluster: small, because hundreds of them are kept. */
export interface ClusterLine {
  readonly resourceId: string;
  readonly phase: Phase;
  readonly reason: string | null;
  /** Campaign time, RFC 3339 UTC. */
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}

export interface ClusterUpgradeInput {
  /** The workflow id of the campaign, for the two signals that go upward. */
  readonly campaignWorkflowId: string;
  readonly campaign: string;
  readonly stage: string;
  readonly plan: ClusterPlan;
  readonly policy: ClusterPolicy;
  readonly timeoutMs: number;
  readonly maintenance: Maintenance | null;
  readonly pace: Pace | null;
  readonly tuning: Tuning;
}

export interface ClusterOutcome {
  readonly phase: Extract<Phase, 'Completed' | 'Skipped' | 'Failed' | 'Aborted'>;
  readonly reason: string | null;
  readonly notRestored: readonly NotRestored[];
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

export interface TargetRequest extends OperatorRequest {
  /** "cluster/NAME" */
  readonly target: string;
}

export interface OperatorAnswer {
  readonly text: string;
  readonly decision: Decision;
}

export const queries = {
  /** -> CampaignStatus without the clusters' steps (campaign workflow). */
  campaignStatus: 'campaignStatus',
  /** -> CampaignPlan (campaign workflow). */
  campaignPlan: 'campaignPlan',
  /** -> ClusterReport (cluster workflow). */
  clusterReport: 'clusterReport',
} as const;

/** Signals from the campaign to its clusters. */
export const clusterSignals = { pause: 'pause', resume: 'resume', abort: 'abort', decide: 'decide' } as const;

export interface DecideSignal {
  readonly verb: 'retry' | 'skip';
  readonly by: string;
  readonly reason: string;
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
}

export interface PauseAcknowledgedSignal {
  readonly resourceId: string;
}

/** Details of the heartbeat of the activity that watches an operation, read by whoever shows progress. */
export interface WatchProgress {
  readonly pool: string | null;
  readonly progress: string;
  readonly nodes: { readonly done: number; readonly total: number } | null;
}
