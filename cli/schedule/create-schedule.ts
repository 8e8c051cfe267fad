import {
  ScheduleAlreadyRunning,
  type ScheduleDescription,
  type ScheduleOptions,
  type ScheduleOptionsStartWorkflowAction,
} from '@temporalio/client';
import type { Pace } from '#domain/campaign/pace.ts';
import { taskQueueFor } from '#domain/campaign/task-queue.ts';
import { nightlyWorkflowId } from '#domain/fleet/ids.ts';
import { digestText } from '#domain/text/digest.ts';
import { summaryText } from '#domain/text/summary-text.ts';
import type { NightlyInput } from '#protocol/scheduled-run.ts';
import { workflowTypes } from '#protocol/workflow-types.ts';
import type { nightly as nightlyWorkflow } from '#workflows/entities/nightly.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import type { NightlySource } from '../input/read-nightly.ts';
import { tuningFrom } from '../input/tuning.ts';
import type { TemporalSession } from '../temporal/temporal-client.ts';
import { overlapPolicy } from './overlap-policy.ts';
import { type KeptDecisions, scheduleNote, withDecision } from './record-decision.ts';
import { ownerOf, type ScheduleMemo } from './schedule-owner.ts';

export interface ScheduleOrder {
  /** The id of the schedule in Temporal. */
  readonly name: string;
  readonly source: NightlySource;
  /** Where its scheduled runs run: workers of a simulator poll a task queue of their own. */
  readonly simulatorId: string | null;
  readonly pace: Pace | null;
  /** Its scheduled runs audit, and change nothing. */
  readonly audits?: boolean;
  readonly startedBy: string;
  readonly reason: string;
}

type Action = ScheduleOptionsStartWorkflowAction<typeof nightlyWorkflow>;

/**
 * Creates the Temporal Schedule of a nightly file, or lets the one that there is go by the file from now on; whether it
 * is paused, and a scheduled run that runs, stay as they are. Throws CommandError (1) where the schedule is not this file's.
 */
export async function createSchedule(
  session: TemporalSession,
  order: ScheduleOrder,
): Promise<'created' | 'updated'> {
  const { schedule } = session.client;
  const options = optionsOf(session, order);
  try {
    await session.within(() => schedule.create(options));
    return 'created';
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
  const handle = schedule.getHandle(order.name);
  refuseForeign(await session.within(() => handle.describe()), order);
  await session.within(() =>
    handle.update<typeof nightlyWorkflow>(({ state: { paused, note }, action: { args } }) => ({
      spec: options.spec,
      action: actionOf(order, decisionsOf(args)),
      ...(options.policies === undefined ? {} : { policies: options.policies }),
      state: { paused, ...(note === undefined ? {} : { note }) },
    })),
  );
  return 'updated';
}

function optionsOf(session: TemporalSession, order: ScheduleOrder): ScheduleOptions<Action> {
  const { name, source, startedBy } = order;
  const { schedule, name: owner } = source.nightly;
  return {
    scheduleId: name,
    spec: { cronExpressions: [...schedule.cron], timezone: schedule.timezone, jitter: schedule.jitterMs },
    policies: {
      overlap: overlapPolicy(schedule.overlap),
      catchupWindow: schedule.catchUpMs,
      pauseOnFailure: false,
    },
    memo: { nightly: owner } satisfies ScheduleMemo,
    state: { note: scheduleNote(session, `created by ${startedBy}`, order.reason) },
    action: actionOf(order, { decisions: [] }),
  };
}

/** `before`: what operators did to the schedule; none: it is new. */
function actionOf(order: ScheduleOrder, before: KeptDecisions): Action {
  const { name, source, simulatorId } = order;
  return {
    type: 'startWorkflow',
    workflowType: workflowTypes.nightly,
    // The server adds the time for which it was scheduled.
    workflowId: nightlyWorkflowId(name),
    taskQueue: queueOf(simulatorId),
    args: [inputOf(order, before)],
    staticSummary: summaryText(`scheduled run of ${source.nightly.name}, by schedule ${name}`),
  };
}

function decisionsOf(args: unknown): KeptDecisions {
  const [input] = (args ?? []) as readonly NightlyInput[];
  return input ?? { decisions: [] };
}

function inputOf(
  { name, source, pace, audits, startedBy, reason }: ScheduleOrder,
  before: KeptDecisions,
): NightlyInput {
  const { schedule, campaign } = source.nightly;
  return {
    schedule: name,
    cron: schedule.cron,
    timezone: schedule.timezone,
    campaign,
    specDigest: digestText(source.text),
    ...(audits === true ? { audits } : {}),
    terms: { decideWithinMs: schedule.decideWithinMs, catchUpMs: schedule.catchUpMs },
    startedBy,
    reason: reason === '' ? `schedule ${name}` : reason,
    pace,
    tuning: tuningFrom(process.env),
    ...withDecision(before, {
      at: new Date().toISOString(),
      by: startedBy,
      verb: before.decisions.length === 0 ? 'create' : 'update',
      reason,
    }),
  };
}

function queueOf(simulatorId: string | null): string {
  return taskQueueFor(simulatorId === null ? null : { simulator: simulatorId });
}

/** A name that is reused by mistake must not take over another file's scheduled runs. */
function refuseForeign(
  described: ScheduleDescription,
  { name, source, simulatorId, audits = false }: ScheduleOrder,
): void {
  const { nightly } = source;
  const owner = ownerOf(described);
  const other = 'choose another name, or delete it first; nothing was changed';
  if (owner === null)
    throw new CommandError(
      exitCodes.unclassified,
      `schedule ${name} in this namespace does not belong to Drydock: it starts ${described.action.workflowType}`,
      other,
    );
  if (owner !== nightly.name)
    throw new CommandError(
      exitCodes.unclassified,
      `schedule ${name} belongs to the nightly file ${owner} (metadata.name), not to ${nightly.name}`,
      other,
    );
  const [input] = (described.action.args ?? []) as unknown as readonly NightlyInput[];
  if ((input?.audits ?? false) !== audits)
    throw new CommandError(
      exitCodes.unclassified,
      `schedule ${name} ${audits ? 'runs campaigns, not audits' : 'audits, and runs no campaigns'}`,
      other,
    );
  const isOfAzure = described.action.taskQueue === queueOf(null);
  if (isOfAzure !== (simulatorId === null))
    throw new CommandError(
      exitCodes.unclassified,
      `schedule ${name} is for ${isOfAzure ? 'Azure' : 'a simulated Azure'}, and this environment is not`,
      other,
    );
}
