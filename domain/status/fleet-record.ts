import type { AuditSummary } from '../audit/fleet/audit-summary.ts';
import { type ImageRecord, noteStageRun, type StageRun } from '../image/image-record.ts';
import { type MeasuredRun, noteRun } from './measured-runs.ts';
import type { Phase } from './status.ts';

/** What outlives campaigns, and Temporal's memory of them. Bounded. */
export interface FleetRecord {
  readonly images: ImageRecord;
  /** How long changes took that went through, oldest first. */
  readonly runs: readonly MeasuredRun[];
  readonly outcomes: readonly LastOutcome[];
  /** The last scheduled audit; absent: there was none. */
  readonly audit?: AuditSummary;
}

/** How a cluster came out of the last campaign that took it. */
export interface LastOutcome {
  readonly resourceId: string;
  readonly campaign: string;
  readonly phase: Phase;
  readonly reason: string | null;
  /** Campaign time, RFC 3339. */
  readonly at: string;
}

export interface ClusterRunNote {
  readonly outcome: LastOutcome;
  readonly measured: readonly MeasuredRun[];
}

const mostClusters = 1000;
const longestReason = 200;

export const emptyRecord: FleetRecord = { images: [], runs: [], outcomes: [] };

export function noteStage(record: FleetRecord, run: StageRun): FleetRecord {
  return { ...record, images: noteStageRun(record.images, run) };
}

/** The last one of each cluster is kept; beyond a thousand clusters those longest ago go. */
export function noteCluster(record: FleetRecord, { outcome, measured }: ClusterRunNote): FleetRecord {
  const key = outcome.resourceId.toLowerCase();
  const others = record.outcomes.filter(({ resourceId }) => resourceId.toLowerCase() !== key);
  const reason = outcome.reason?.slice(0, longestReason) ?? null;
  return {
    ...record,
    runs: measured.reduce(noteRun, record.runs),
    outcomes: [...others, { ...outcome, reason }].slice(-mostClusters),
  };
}
