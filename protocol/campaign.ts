import type { Campaign } from '#domain/campaign/campaign.ts';
import type { Pace } from '#domain/campaign/pace.ts';
import type { CampaignOutline } from '#domain/plan/outline-plan.ts';
import type { PlanSize } from '#domain/plan/plan-size.ts';
import type { JournalEntry } from '#domain/status/journal.ts';
import type { Decision, NotRestored, Phase, StageSoak } from '#domain/status/status.ts';
import type { ScheduledRunTerms } from './scheduled-run.ts';
import type { Tuning } from './tuning.ts';

export interface CampaignInput {
  readonly campaign: Campaign;
  /** sha256 of the file's text; part of the plan's digest. */
  readonly specDigest: string;
  /** The digest of the plan that was shown and agreed to. */
  readonly planDigest: string;
  /** That plan's size, shown until the worker has planned again. */
  readonly planned: PlanSize;
  /** A claim, unless `proof` or an earlier run has proved it. */
  readonly startedBy: string;
  /** Of who starts it, where the file asks for identities of Entra: a sealed token (gateways/entra/sealed-token.ts). */
  readonly proof?: string;
  readonly reason: string;
  readonly pace: Pace | null;
  readonly tuning: Tuning;
  /** What an earlier run of the same campaign hands on; null: this is the first. */
  readonly carried: CarriedCampaign | null;
  /** Absent: an operator started it and answers its questions. */
  readonly scheduledRun?: ScheduledRunTerms;
}

/** The state of a campaign between two stages, when nothing of it runs. */
export interface CarriedCampaign {
  readonly startedAt: string;
  /** Campaign time (ms). */
  readonly deadline: number;
  readonly outline: CampaignOutline;
  readonly clusters: readonly ClusterState[];
  /** Index of the stage that comes next. */
  readonly nextStage: number;
  readonly decisions: readonly Decision[];
  readonly notRestored: readonly NotRestored[];
  /** Absent: there is nothing in it. */
  readonly journal?: readonly JournalEntry[];
  /** Absent: no stage has soaked. */
  readonly soaks?: readonly StageSoakRecord[];
  /** What the stage before the next one has run. Absent: it is not for images. */
  readonly soakedImages?: readonly string[];
}

export interface StageSoakRecord extends StageSoak {
  readonly stage: string;
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
  /** Scheduled run: it went as far as the run allowed. */
  readonly deferred?: true;
  /** Every step is complete, and an abort ended its soak. */
  readonly cutShort?: true;
  /** It counts as failed. */
  readonly failed?: true;
}
