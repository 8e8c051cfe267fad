import type { Campaign } from '#domain/campaign/campaign.ts';
import type { Pace } from '#domain/campaign/pace.ts';
import type { Tuning } from './tuning.ts';

/** What differs where no one is there: nothing waits for long, what cannot continue is left for the next scheduled run. */
export interface ScheduledRunTerms {
  /** How long a gate, a pause or a decision waits for a person; campaign time (ms). */
  readonly decideWithinMs: number;
  /** How long after it was begun a scheduled run may still wait for a worker; real time (ms), as Temporal keeps it. Absent: for ever. */
  readonly catchUpMs?: number;
}

/** What an operator did to a schedule. */
export interface ScheduleDecision {
  /** Real time, RFC 3339 UTC. */
  readonly at: string;
  readonly by: string;
  readonly verb: 'create' | 'update' | 'pause' | 'resume' | 'trigger' | 'backfill' | 'delete';
  /** Empty: none was given. */
  readonly reason: string;
}

/** What a schedule starts, scheduled run after scheduled run. */
export interface NightlyInput {
  /** The id of the schedule in Temporal. */
  readonly schedule: string;
  /** As written in the file; kept for anyone who describes the schedule. */
  readonly cron: readonly string[];
  /** IANA name; scheduled runs are named by its dates. */
  readonly timezone: string;
  /** Under the nightly file's name, to which each scheduled run adds its date. */
  readonly campaign: Campaign;
  readonly specDigest: string;
  /** A scheduled run audits the clusters of the campaign and changes nothing; absent: it runs the campaign. */
  readonly audits?: boolean;
  readonly terms: ScheduledRunTerms;
  readonly startedBy: string;
  readonly reason: string;
  readonly pace: Pace | null;
  readonly tuning: Tuning;
  /** The last ones, oldest first: Temporal itself keeps one note, and none of a trigger or a backfill. */
  readonly decisions: readonly ScheduleDecision[];
  /** How many older ones are no longer kept; absent: none. */
  readonly droppedDecisions?: number;
}
