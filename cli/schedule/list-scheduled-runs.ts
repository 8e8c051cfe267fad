import { type ClockNote, noteClockChanges } from '#domain/calendar/clock-notes.ts';
import { runsAfter } from '#domain/calendar/cron-runs.ts';
import type { OwnWindows } from '#domain/calendar/own-windows.ts';
import { findsWindow } from '#domain/calendar/runs-in-windows.ts';
import type { Nightly } from '#domain/campaign/nightly.ts';
import { timesOf } from '#domain/nightly/judge-schedule.ts';

/** The first `count` times after an instant (ms) at which a nightly file begins a scheduled run; RFC 3339 UTC, without jitter. */
export function listRuns({ schedule }: Nightly, afterMs: number, count: number): readonly string[] {
  const { crons, timezone } = timesOf(schedule);
  const runs: string[] = [];
  for (const run of runsAfter(crons, timezone, afterMs)) {
    runs.push(new Date(run).toISOString());
    if (runs.length === count) break;
  }
  return runs;
}

/** What is to be known of a run, or of a run that does not start; `at` is RFC 3339 UTC. */
export interface RunNote {
  readonly at: string;
  readonly kind: 'outside-window' | ClockNote['kind'];
  readonly message: string;
}

/**
 * Notes on the runs that `listRuns` answered, in their order: which find no window on any cluster (`owns` null: only the
 * file's windows count), and what changes of clocks between them do.
 */
export function noteRuns(
  { schedule, campaign: { maintenance } }: Nightly,
  { afterMs, runs }: { readonly afterMs: number; readonly runs: readonly string[] },
  owns: readonly OwnWindows[] | null,
): readonly RunNote[] {
  const { crons, timezone, jitterMs } = timesOf(schedule);
  const calendars = [...new Set(owns ?? [null])];
  const outside = runs.flatMap((at): readonly RunNote[] =>
    calendars.some((own) => findsWindow(maintenance, { runMs: Date.parse(at), jitterMs }, own))
      ? []
      : [{ at, kind: 'outside-window', message: 'outside the maintenance window: starts no changes' }],
  );
  const toMs = Date.parse(runs.at(-1) ?? new Date(afterMs).toISOString());
  const changes = noteClockChanges(crons, timezone, { fromMs: afterMs, toMs }).map(
    ({ at, kind, message }): RunNote => ({ at: new Date(at).toISOString(), kind, message }),
  );
  return [...outside, ...changes].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
