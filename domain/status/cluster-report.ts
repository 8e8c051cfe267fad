import type { PostureReport } from '../audit/posture/posture-difference.ts';
import type { PreExistingIssues } from '../health/pre-existing-issues.ts';
import type { JournalEntry } from './journal.ts';
import type {
  ClusterStatus,
  ForceStatus,
  NotRestored,
  Phase,
  StepStatus,
  WaitingFor,
  WindowNow,
} from './status.ts';

/** What a cluster workflow says of itself. */
export interface ClusterReport {
  readonly resourceId: string;
  /** When its workflow was started, campaign time. */
  readonly startedAt: string;
  readonly phase: Phase;
  readonly reason: string | null;
  readonly steps: readonly StepStatus[];
  readonly waitingFor: readonly WaitingFor[];
  readonly window: WindowNow | null;
  readonly notRestored: readonly NotRestored[];
  /** Absent: nothing is forced. */
  readonly force?: ForceStatus;
  /** Absent: nothing, or no one looked. */
  readonly preExistingIssues?: PreExistingIssues;
  /** Absent: nothing was asked, nor done without a person; or an older release keeps none. */
  readonly journal?: readonly JournalEntry[];
  /** Absent: it was not audited. */
  readonly posture?: PostureReport;
}

/** Whether it is of the attempt that the campaign shows: the workflow of an earlier one answers as long as Temporal keeps it. */
export function isOfAttempt(
  { startedAt }: Pick<ClusterReport, 'startedAt'>,
  cluster: Pick<ClusterStatus, 'startedAt'>,
): boolean {
  return cluster.startedAt !== null && Date.parse(startedAt) >= Date.parse(cluster.startedAt);
}
