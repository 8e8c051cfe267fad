import {
  type ScheduleDescription,
  type ScheduleHandle,
  ScheduleNotFoundError,
  WorkflowFailedError,
  type WorkflowHandle,
  WorkflowNotFoundError,
} from '@temporalio/client';
import { campaignWorkflowId } from '#domain/fleet/ids.ts';
import { scheduleDigest } from '#domain/nightly/schedule-digest.ts';
import type { ScheduledRunResult } from '#domain/nightly/scheduled-run-result.ts';
import type { NightlyInput, ScheduleDecision } from '#protocol/scheduled-run.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import { readResult } from '../temporal/read-result.ts';
import type { TemporalSession } from '../temporal/temporal-client.ts';
import { overlapOf } from './overlap-policy.ts';
import { ownerOf } from './schedule-owner.ts';

/** A schedule of ours as Temporal knows it; times are RFC 3339 UTC. */
export interface Schedule {
  readonly name: string;
  /** metadata.name of its nightly file. */
  readonly nightly: string;
  /** Its scheduled runs audit, and change nothing. */
  readonly audits: boolean;
  /** What DRYDOCK_APPROVAL_SCHEDULES of workers names it by; null: it audits, and needs no approval. */
  readonly digest: string | null;
  readonly cron: readonly string[];
  readonly timezone: string;
  readonly jitterMs: number;
  readonly catchUpMs: number;
  readonly overlap: string;
  readonly decideWithinMs: number;
  readonly paused: boolean;
  /** Who paused or resumed it, and why; null: no one said anything. */
  readonly note: string | null;
  /** The next ones, with their jitter; none while it is paused. */
  readonly nextRuns: readonly string[];
  /** Ids of the workflows of scheduled runs that run now. */
  readonly running: readonly string[];
  readonly scheduledRuns: { readonly begun: number; readonly skipped: number; readonly missed: number };
  /** The last ones, oldest first. */
  readonly recent: readonly BegunScheduledRun[];
  /** What operators did to it last, oldest first. */
  readonly decisions: readonly ScheduleDecision[];
  /** Older ones, which only the inputs of its runs of that time have. */
  readonly droppedDecisions: number;
}

interface BegunScheduledRun {
  readonly scheduledAt: string;
  readonly begunAt: string;
  readonly workflowId: string;
}

interface FoundSchedule {
  readonly handle: ScheduleHandle;
  readonly schedule: Schedule;
  /** Whose workers carry its scheduled runs out. */
  readonly taskQueue: string;
  /** RFC 3339 UTC. */
  readonly createdAt: string;
}

/** Throws CommandError (1) where there is none of that name, or it is none of ours. */
export async function findSchedule(session: TemporalSession, name: string): Promise<FoundSchedule> {
  const handle = session.client.schedule.getHandle(name);
  try {
    const described = await session.within(() => handle.describe());
    const schedule = toSchedule(described);
    if (schedule !== null) {
      const { action, info } = described;
      return { handle, schedule, taskQueue: action.taskQueue, createdAt: info.createdAt.toISOString() };
    }
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error;
    throw missing(`there is no schedule ${name}`, error);
  }
  throw missing(`schedule ${name} does not belong to Drydock`);
}

function missing(message: string, cause?: unknown): CommandError {
  return new CommandError(
    exitCodes.unclassified,
    message,
    'drydock schedule list shows all schedules',
    cause,
  );
}

/** Throws CommandError (1) while a scheduled run runs and none may wait for it: none begins beside it. */
export function refuseWhileRunning({ name, running, overlap }: Schedule): void {
  const [first] = running;
  if (first === undefined || overlap === 'BufferOne') return;
  throw new CommandError(
    exitCodes.unclassified,
    `a run of ${name} is in progress (${first}); the next one can start only after it`,
    `drydock schedule describe ${name} names its campaign, which drydock abort ends`,
  );
}

const listWithinMs = 20_000;

/** Every schedule of ours in the namespace, by name. One that was created a moment ago may be lacking. */
export async function listSchedules(session: TemporalSession): Promise<readonly Schedule[]> {
  const found = await session.within(async () => {
    const ids: string[] = [];
    for await (const summary of session.client.schedule.list())
      if (ownerOf(summary) !== null) ids.push(summary.scheduleId);
    return Promise.all(ids.map((id) => describeListed(session, id)));
  }, listWithinMs);
  return found.filter((each) => each !== null).toSorted((a, b) => a.name.localeCompare(b.name));
}

/** null: it was deleted since it was listed. */
async function describeListed(session: TemporalSession, id: string): Promise<Schedule | null> {
  try {
    return toSchedule(await session.client.schedule.getHandle(id).describe());
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return null;
    throw error;
  }
}

/** null: it is none of ours. */
function toSchedule(described: ScheduleDescription): Schedule | null {
  const nightly = ownerOf(described);
  if (nightly === null) return null;
  const { scheduleId: name, action, spec, policies, state, info } = described;
  const [input] = (action.args ?? []) as unknown as readonly NightlyInput[];
  return {
    name,
    nightly,
    audits: input?.audits ?? false,
    digest:
      input === undefined || input.audits === true ? null : scheduleDigest(input.campaign, input.specDigest),
    cron: input?.cron ?? [],
    // Temporal says nothing, or an empty one, of a schedule that someone has rid of it.
    timezone: spec.timezone || 'UTC',
    jitterMs: spec.jitter ?? 0,
    catchUpMs: policies.catchupWindow,
    overlap: overlapOf(policies.overlap),
    decideWithinMs: input?.terms.decideWithinMs ?? 0,
    paused: state.paused,
    note: state.note || null,
    nextRuns: state.paused ? [] : info.nextActionTimes.map((time) => time.toISOString()),
    running: info.runningActions.map(({ workflow }) => workflow.workflowId),
    scheduledRuns: {
      begun: info.numActionsTaken,
      skipped: info.numActionsSkippedOverlap,
      missed: info.numActionsMissedCatchupWindow,
    },
    recent: info.recentActions.map((each) => ({
      scheduledAt: each.scheduledAt.toISOString(),
      begunAt: each.takenAt.toISOString(),
      workflowId: each.action.workflow.workflowId,
    })),
    decisions: input?.decisions ?? [],
    droppedDecisions: input?.droppedDecisions ?? 0,
  };
}

/** How a scheduled run went; `result` is null while it runs, and where it did not come to one. */
export interface ScheduledRun extends BegunScheduledRun {
  /** As Temporal names it: RUNNING, COMPLETED, FAILED, TERMINATED ... */
  readonly execution: string;
  readonly result: ScheduledRunResult | null;
  /** The name of its campaign, while that runs; else null: `result` has it. */
  readonly campaign: string | null;
}

/** The last scheduled runs, as their workflows ended; those that Temporal has forgotten are left out. */
export async function readScheduledRuns(
  session: TemporalSession,
  { recent }: Schedule,
): Promise<readonly ScheduledRun[]> {
  const scheduledRuns = await Promise.all(recent.map((begun) => readScheduledRun(session, begun)));
  return scheduledRuns.filter((scheduledRun) => scheduledRun !== null);
}

async function readScheduledRun(
  session: TemporalSession,
  begun: BegunScheduledRun,
): Promise<ScheduledRun | null> {
  const handle = session.client.workflow.getHandle(begun.workflowId);
  const described = await session
    .within(() => handle.describe())
    .catch((error: unknown) => {
      if (error instanceof WorkflowNotFoundError) return null;
      throw error;
    });
  if (described === null) return null;
  const execution = described.status.name;
  const result = execution === 'RUNNING' ? null : await session.within(() => resultOfClosed(handle));
  const [child] = described.raw.pendingChildren ?? [];
  return { ...begun, execution, result, campaign: campaignOf(child?.workflowId) };
}

/** null: it closed without one. */
function resultOfClosed(handle: WorkflowHandle): Promise<ScheduledRunResult | null> {
  return readResult<ScheduledRunResult>(handle).catch((error: unknown) => {
    if (error instanceof WorkflowFailedError) return null;
    throw error;
  });
}

const campaignIds = campaignWorkflowId('');

function campaignOf(workflowId: string | null | undefined): string | null {
  return workflowId?.startsWith(campaignIds) ? workflowId.slice(campaignIds.length) : null;
}
