import { noteClockChanges } from '../calendar/clock-notes.ts';
import { parseCron } from '../calendar/cron.ts';
import { anyRunFindsWindow, type RunTimes, shortestInterval } from '../calendar/runs-in-windows.ts';
import type { Nightly, NightlySchedule } from '../campaign/nightly.ts';
import { formatDuration } from '../text/duration.ts';

/** What the author of a schedule should know; `path` leads from `spec.schedule` on. */
interface ScheduleWarning {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

const yearMs = 366 * 86_400_000;

/** A sound schedule's expressions, read. */
export function timesOf({ cron, timezone, jitterMs }: NightlySchedule): RunTimes {
  const crons = cron.map(parseCron).flatMap((parsed) => (parsed.ok ? [parsed.cron] : []));
  return { crons, timezone, jitterMs };
}

/** Runs that cannot do what the file asks for, from `nowMs` on: outside every window, skipped for a decision, lost when clocks change. */
export function judgeSchedule(
  { schedule, campaign: { maintenance } }: Pick<Nightly, 'schedule' | 'campaign'>,
  nowMs: number,
): readonly ScheduleWarning[] {
  const times = timesOf(schedule);
  const outside = anyRunFindsWindow(maintenance, times, nowMs)
    ? []
    : [{ path: ['cron'], message: describeOutside(maintenance?.minRemainingMs ?? 0) }];
  const changes = noteClockChanges(times.crons, times.timezone, { fromMs: nowMs, toMs: nowMs + yearMs });
  const first = changes.filter(
    ({ cron, kind }, index) =>
      changes.findIndex((each) => each.cron === cron && each.kind === kind) === index,
  );
  return [
    ...outside,
    ...first.map(({ cron, message }) => ({ path: ['cron', cron], message })),
    ...judgeDecideWithin(schedule, shortestInterval(times, nowMs)),
  ];
}

function describeOutside(minRemainingMs: number): string {
  const left = minRemainingMs > 0 ? ` with ${formatDuration(minRemainingMs)} (minRemaining) left of it` : '';
  return `no run starts inside the maintenance window${left}: every run would defer all its clusters`;
}

function judgeDecideWithin(
  { decideWithinMs, overlap }: NightlySchedule,
  intervalMs: number | null,
): readonly ScheduleWarning[] {
  if (intervalMs === null || decideWithinMs <= intervalMs) return [];
  const message = `a run may wait ${formatDuration(decideWithinMs)} for a decision, longer than the ${formatDuration(intervalMs)} between two runs: ${describeOverlap(overlap)}`;
  return [{ path: ['decideWithin'], message }];
}

/** What becomes of runs that are due while one is in progress. */
export function describeOverlap(overlap: NightlySchedule['overlap']): string {
  return overlap === 'Skip'
    ? 'runs due while one is in progress are skipped'
    : 'of the runs due while one is in progress, one starts afterwards and the others are skipped';
}
