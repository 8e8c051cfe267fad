import { parseCron } from '#domain/calendar/cron.ts';
import { runsAfter } from '#domain/calendar/cron-runs.ts';
import type { Nightly } from '#domain/campaign/nightly.ts';

/** The first `count` times after an instant (ms) at which a nightly file begins a scheduled run; RFC 3339 UTC, without jitter. */
export function listRuns({ schedule }: Nightly, afterMs: number, count: number): readonly string[] {
  const crons = schedule.cron.map(parseCron).flatMap((parsed) => (parsed.ok ? [parsed.cron] : []));
  const runs: string[] = [];
  for (const run of runsAfter(crons, schedule.timezone, afterMs)) {
    runs.push(new Date(run).toISOString());
    if (runs.length === count) break;
  }
  return runs;
}
