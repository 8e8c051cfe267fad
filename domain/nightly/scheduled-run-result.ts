import { notReached } from '../status/stage-phase.ts';
import type { Phase } from '../status/status.ts';

/** What a scheduled run came to: small, because a year of them is kept. */
export interface ScheduledRunResult {
  /** "2026-11-27", by a clock in the schedule's zone; by UTC where the scheduled run could not be named. */
  readonly scheduledRun: string;
  /** null: none was started. */
  readonly campaign: string | null;
  /** Skipped: nothing was begun. */
  readonly phase: Extract<Phase, 'Completed' | 'CompletedWithFailures' | 'Failed' | 'Aborted' | 'Skipped'>;
  readonly reason: string | null;
  /** It audited and changed nothing; absent: it upgraded. */
  readonly audit?: true;
  readonly clusters: {
    readonly total: number;
    /** Upgraded tonight, or with nothing to change. */
    readonly done: number;
    readonly failed: number;
    /** By an operator or the failure policy, while nothing of them had failed. */
    readonly aborted: number;
    readonly deferred: number;
  };
  /** What was deferred to the next run, what failed and what was aborted, with reasons; at most the first 20. */
  readonly deferrals: readonly ScheduledRunState[];
  readonly failed: readonly ScheduledRunState[];
  /** Absent: none. */
  readonly aborted?: readonly ScheduledRunState[];
  /** What finished clusters report, such as the nodes that were rebooted; absent: nothing. */
  readonly reported?: readonly ScheduledRunState[];
  /** Clusters that got an image which the stage before had not run, with what is said of it; absent: none. */
  readonly untested?: readonly ScheduledRunState[];
}

export interface ScheduledRunState {
  readonly cluster: string;
  readonly reason: string;
}

export interface ScheduledRunCluster {
  readonly name: string;
  readonly phase: Phase;
  readonly reason: string | null;
  readonly wasBegun: boolean;
  /** It counts as failed. */
  readonly failed?: boolean;
  /** Why pools of it kept their image, though the rest is done. */
  readonly blockReasons?: readonly string[];
  /** What is said of images that its pools get untested. */
  readonly untested?: readonly string[];
}

const mostNamed = 20;
const longestReason = 300;

export function describeScheduledRun(
  { date }: { readonly date: string },
  ended: Pick<ScheduledRunResult, 'campaign' | 'phase' | 'reason'> & {
    readonly clusters: readonly ScheduledRunCluster[];
  },
): ScheduledRunResult {
  const { clusters, ...rest } = ended;
  const failed = clusters.filter((cluster) => cluster.failed);
  const others = clusters.filter((cluster) => cluster.phase !== 'Completed' && !cluster.failed);
  const aborted = others.filter(({ phase }) => phase === 'Aborted');
  const deferred = others.filter(({ phase }) => phase !== 'Aborted');
  const isIdle = ended.phase === 'Completed' && deferred.length > 0 && deferred.length === clusters.length;
  return {
    scheduledRun: date,
    ...rest,
    phase: isIdle ? 'Skipped' : ended.phase,
    clusters: {
      total: clusters.length,
      done: clusters.filter(({ phase }) => phase === 'Completed').length,
      failed: failed.length,
      aborted: aborted.length,
      deferred: deferred.length,
    },
    deferrals: [...deferred, ...clusters.flatMap(ofBlockedPools)].slice(0, mostNamed).map(lineOf),
    failed: failed.slice(0, mostNamed).map(lineOf),
    ...(aborted.length === 0 ? {} : { aborted: aborted.slice(0, mostNamed).map(lineOf) }),
    ...reportedLines(clusters),
    ...untestedLines(clusters),
  };
}

/** The reason of one whose pools were blocked is why they were: it is listed with what is deferred. */
function reportedLines(clusters: readonly ScheduledRunCluster[]): Pick<ScheduledRunResult, 'reported'> {
  const found = clusters.filter(
    ({ phase, wasBegun, reason, blockReasons = [] }) =>
      phase === 'Completed' && wasBegun && reason !== null && blockReasons.length === 0,
  );
  return found.length === 0 ? {} : { reported: found.slice(0, mostNamed).map(lineOf) };
}

/** Of a cluster that did not get to its end it is not known which images it got. */
function untestedLines(clusters: readonly ScheduledRunCluster[]): Pick<ScheduledRunResult, 'untested'> {
  const found = clusters.flatMap(({ name, phase, untested = [] }) =>
    phase === 'Completed' ? untested.map((reason) => ({ name, reason })) : [],
  );
  return found.length === 0 ? {} : { untested: found.slice(0, mostNamed).map(lineOf) };
}

/** The cluster counts as done: what may be done tonight is. */
function ofBlockedPools({
  name,
  phase,
  blockReasons = [],
}: ScheduledRunCluster): readonly Pick<ScheduledRunCluster, 'name' | 'reason'>[] {
  return phase === 'Completed' ? blockReasons.map((each) => ({ name, reason: `blocked: ${each}` })) : [];
}

function lineOf({ name, reason }: Pick<ScheduledRunCluster, 'name' | 'reason'>): ScheduledRunState {
  return { cluster: name, reason: (reason ?? notReached).slice(0, longestReason) };
}
