import { defaultPayloadConverter } from '@temporalio/common';
import { formatAge } from '../view/terminal/format-time.ts';
import type { PendingActivity as Pending } from './pending-activities.ts';

type Moment = Pending['lastStartedTime'];
type Timeout = NonNullable<Pending['activityOptions']>['heartbeatTimeout'];

/** PENDING_ACTIVITY_STATE_ of Temporal's API. */
const [scheduled, started] = [1, 2];

/** An activity that waits for a worker for so long is no longer on its way to one. */
const patienceMs = 30_000;
/** The part of its timeout; the health check of a healthy cluster heartbeats once a minute of its two, which is not silence. */
const silentPart = 0.6;

/**
 * Why a cluster's step does not move although no one is asked: the failure of the attempt before, of an activity
 * that Temporal tries again; nodes or an API server that are not as planned yet; an attempt that shows no sign of life; one
 * that no worker takes. null: none of them, or the attempt that runs has shown signs of life. `now`: real time (ms).
 */
export function pendingActivityProblem(pending: readonly Pending[], now: number): string | null {
  for (const each of pending) {
    const problem = failureBefore(each, now) ?? settling(each) ?? silence(each, now) ?? untaken(each, now);
    if (problem !== null) return problem;
  }
  return null;
}

function failureBefore(each: Pending, now: number): string | null {
  const { attempt, lastFailure, lastStartedTime, lastHeartbeatTime, nextAttemptScheduleTime } = each;
  // Between two attempts none has started, and the last sign of life is still the one before's.
  const isAlive =
    lastStartedTime != null && millisecondsOf(lastHeartbeatTime) > millisecondsOf(lastStartedTime);
  if (!lastFailure?.message || isAlive) return null;
  const message =
    lastFailure.timeoutFailureInfo == null
      ? lastFailure.message
      : 'The previous attempt ended without an answer: its worker stopped, or what it asked did not answer in time.';
  const dueInMs = millisecondsOf(nextAttemptScheduleTime) - now;
  const due = dueInMs >= 1_000 ? `, automatically in ${formatAge(dueInMs)}` : '';
  return `${message} (attempt ${attempt ?? 1}${due})`;
}

/** "np1-0 is not ready; read again automatically until 2026-11-20T10:00:00.000Z" */
function settling({ heartbeatDetails }: Pending): string | null {
  const [payload] = heartbeatDetails?.payloads ?? [];
  const details: unknown = payload == null ? null : defaultPayloadConverter.fromPayload(payload);
  if (!isSettling(details)) return null;
  return `${details.problems.join('; ')}; read again automatically until ${details.until}`;
}

function isSettling(
  value: unknown,
): value is { readonly problems: readonly string[]; readonly until: string } {
  return typeof value === 'object' && value !== null && 'problems' in value && 'until' in value;
}

/** A worker that died is noticed by the activity's timeout alone; most of it has to pass before anything is said. */
function silence(each: Pending, now: number): string | null {
  if (each.state !== started) return null;
  const last = Math.max(millisecondsOf(each.lastStartedTime), millisecondsOf(each.lastHeartbeatTime));
  const timeoutMs =
    durationOf(each.activityOptions?.heartbeatTimeout) ||
    durationOf(each.activityOptions?.startToCloseTimeout);
  const silentMs = now - last;
  if (last === 0 || timeoutMs === 0 || silentMs < Math.max(patienceMs, timeoutMs * silentPart)) return null;
  return `Its worker has not responded for ${formatAge(silentMs)}; after ${formatAge(timeoutMs)} another one takes over.`;
}

function untaken({ state, scheduledTime, nextAttemptScheduleTime }: Pending, now: number): string | null {
  const since = millisecondsOf(scheduledTime);
  if (state !== scheduled || nextAttemptScheduleTime != null || since === 0) return null;
  return now - since < patienceMs
    ? null
    : `No worker has picked it up for ${formatAge(now - since)}; drydock doctor shows whether one is listening.`;
}

function millisecondsOf(moment: Moment): number {
  return Number(moment?.seconds ?? 0) * 1_000 + (moment?.nanos ?? 0) / 1_000_000;
}

function durationOf(duration: Timeout): number {
  return millisecondsOf(duration);
}
