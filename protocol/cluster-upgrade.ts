import type { PosturePolicy } from '#domain/audit/posture/posture-policy.ts';
import type { ClusterTerms, ForceTerms, Maintenance, RollbackTerms } from '#domain/campaign/campaign.ts';
import type { HealthPolicy } from '#domain/campaign/health-policy.ts';
import type { Pace } from '#domain/campaign/pace.ts';
import type { PreflightPolicy } from '#domain/campaign/preflight-policy.ts';
import type { Deciders } from '#domain/gate/decider.ts';
import type { TestedImages } from '#domain/image/promotion.ts';
import type { ClusterPlan } from '#domain/plan/contents/plan.ts';
import type { ClusterOutline } from '#domain/plan/outline-plan.ts';
import type { JournalEntry } from '#domain/status/journal.ts';
import type { NotRestored, Phase, StepStatus } from '#domain/status/status.ts';
import type { ScheduledRunTerms } from './scheduled-run.ts';
import type { Tuning } from './tuning.ts';

export interface ClusterUpgradeInput {
  /** The workflow id of the campaign, for the two signals that go upward. */
  readonly campaignWorkflowId: string;
  readonly campaign: string;
  readonly stage: string;
  /** Its line of the plan; the steps are planned again and have to come to this line's digest. */
  readonly plan: ClusterOutline;
  /** The steps of an earlier attempt, which stay as approved; null: this is the first. */
  readonly slice: ClusterPlan | null;
  /** How far each of them came; absent: not known. */
  readonly reached?: readonly StepReached[];
  /** The last attempt before this one that changed the cluster, from 1; null: none has. */
  readonly changedByAttempt: number | null;
  readonly terms: ClusterTerms;
  readonly rollback: RollbackTerms;
  readonly health: HealthPolicy;
  readonly preflight: PreflightPolicy;
  readonly baseline: PosturePolicy;
  /** Absent: the campaign is none of a scheduled run. */
  readonly scheduledRun?: ScheduledRunTerms;
  /** Whether the campaign's file has `forceUpgrade`. */
  readonly mayForce: Deciders | null;
  /** By whom, where the campaign asks for identities of Entra and allows force; absent: a name is enough. */
  readonly provenForce?: {
    readonly terms: ForceTerms;
    /** All that the file names, for gates and for force. */
    readonly approvers: readonly string[];
    readonly startedBy: string;
  };
  /** What the stage before has run of node images; null: there is none before. Absent: it is not for images. */
  readonly tested?: TestedImages | null;
  /** A blocked image is deferred to a later run and is no failure. */
  readonly defersBlocked: boolean;
  readonly timeoutMs: number;
  readonly maintenance: Maintenance | null;
  readonly pace: Pace | null;
  readonly tuning: Tuning;
}

/** What an attempt hands on of a step: what is done is not counted anew by the next one, and stays known. */
export type StepReached = Pick<
  StepStatus,
  'phase' | 'startedAt' | 'finishedAt' | 'detail' | 'nodes' | 'end' | 'sent' | 'rollbackOffer'
>;

export interface ClusterOutcome {
  readonly phase: Extract<
    Phase,
    'Completed' | 'CompletedWithFailures' | 'Skipped' | 'Failed' | 'Aborted' | 'RolledBack'
  >;
  readonly reason: string | null;
  /** Every step is complete; an abort ended its soak, or the checks after it. */
  readonly cutShort?: true;
  /** Nothing was ever sent to it. */
  readonly untouched: boolean;
  /** Skipped because it was busy or stopped, as the file says: another attempt may find it otherwise. */
  readonly skippedByRule: boolean;
  /** In a scheduled run: window, freeze or pause; it went as far as it could and is no failure. */
  readonly deferred?: true;
  /** For another attempt: the steps it was to take; null where it needs none, or never had any. */
  readonly slice: ClusterPlan | null;
  readonly reached?: readonly StepReached[];
  readonly notRestored: readonly NotRestored[];
  /** Absent: there is nothing in it. */
  readonly journal?: readonly JournalEntry[];
  /** The node images that its pools have or were on their way to; absent: it is not for images, or never planned. */
  readonly images?: readonly string[];
}
