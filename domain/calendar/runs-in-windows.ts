import type { Maintenance } from '../campaign/campaign.ts';
import type { Cron } from './cron.ts';
import { runsAfter } from './cron-runs.ts';
import { calendarOf, mayBegin } from './decide-start.ts';
import { horizonYears } from './openings.ts';
import type { OwnWindows } from './own-windows.ts';
import { clocksChanged } from './show-runs.ts';
import type { WindowSpan } from './window-span.ts';

const dayMs = 86_400_000;
const horizonMs = horizonYears * 366 * dayMs;
/** Windows that are tried at most: those of ten years, one a day. */
const mostTried = 4000;

export interface RunTimes {
  readonly crons: readonly Cron[];
  readonly timezone: string;
  /** A run begins up to this later (ms). */
  readonly jitterMs: number;
}

/** Whether a run at `runMs`, or later by its jitter, finds a window in which something may begin; `own` as in `calendarOf`. */
export function findsWindow(
  maintenance: Maintenance | null,
  { runMs, jitterMs }: { readonly runMs: number; readonly jitterMs: number },
  own: OwnWindows | null,
): boolean {
  const decision = mayBegin(maintenance, runMs, { own });
  return decision.go || (decision.opensAt !== null && decision.opensAt <= runMs + jitterMs);
}

/**
 * Whether any run within ten years finds one of the file's windows with `minRemaining` left; a run outside of them begins
 * nothing and does not wait. Where only the clusters' own windows count: true.
 */
export function anyRunFindsWindow(
  maintenance: Maintenance | null,
  { crons, timezone, jitterMs }: RunTimes,
  nowMs: number,
): boolean {
  if (maintenance === null || maintenance.source === 'Cluster') return true;
  const { openings } = calendarOf(maintenance, null);
  if (openings === null) return true;
  let tried = 0;
  for (const { opensAt, closesAt } of openings(nowMs)) {
    tried += 1;
    if (opensAt > nowMs + horizonMs || tried > mostTried) return false;
    if (isStretched({ opensAt, closesAt }, maintenance.timezone)) continue;
    const next = runsAfter(crons, timezone, Math.max(nowMs, opensAt - jitterMs - 1)).next().value;
    if (next !== undefined && next <= closesAt - maintenance.minRemainingMs) return true;
  }
  return false;
}

/** Once a year a night has an hour more by the clock: a run in that hour is not what its author means. */
function isStretched({ opensAt, closesAt }: WindowSpan, timezone: string): boolean {
  return closesAt - opensAt < 2 * dayMs && clocksChanged(opensAt, closesAt, timezone) !== null;
}

/** Runs of the first year that are compared. */
const mostCompared = 1000;

/** The shortest time between two runs (ms) where no clocks change nearby; null: there is one run at most. */
export function shortestInterval(
  { crons, timezone }: Pick<RunTimes, 'crons' | 'timezone'>,
  fromMs: number,
): number | null {
  let shortest: number | null = null;
  let before: number | null = null;
  let compared = 0;
  for (const run of runsAfter(crons, timezone, fromMs)) {
    const isPlain = before !== null && clocksChanged(before - dayMs, run + dayMs, timezone) === null;
    if (before !== null && isPlain) shortest = Math.min(shortest ?? run - before, run - before);
    before = run;
    compared += 1;
    if (compared > mostCompared || (run > fromMs + 400 * dayMs && shortest !== null)) break;
  }
  return shortest;
}
