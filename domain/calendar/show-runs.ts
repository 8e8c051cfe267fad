import { Temporal } from 'temporal-polyfill';

/** A run as the wall clock shows it. */
export interface ShownRun {
  /** RFC 3339 UTC. */
  readonly at: string;
  /** The same by the zone's clock, with its offset: "2026-10-25T03:15:00+01:00". */
  readonly local: string;
  /** How far clocks were put since the run before, or since `from`: "+1h", "-1h"; null: they were not. */
  readonly clocksChanged: string | null;
}

const minuteMs = 60_000;

/** Runs (ms since 1970 UTC, in order) in their zone, with the changes of the clock between them. */
export function showRuns(runs: readonly number[], timezone: string, from: number): readonly ShownRun[] {
  return runs.map((run, index) => {
    return {
      at: new Date(run).toISOString(),
      local: zoned(run, timezone).toString({ timeZoneName: 'never', smallestUnit: 'second' }),
      clocksChanged: clocksChanged(runs[index - 1] ?? from, run, timezone),
    };
  });
}

/** How far clocks are put between two moments (ms): "+1h", "-1h"; null: they are not. */
export function clocksChanged(fromMs: number, toMs: number, timezone: string): string | null {
  const [before, after] = [zoned(fromMs, timezone), zoned(toMs, timezone)];
  return describeChange((after.offsetNanoseconds - before.offsetNanoseconds) / 1e6);
}

function zoned(ms: number, timezone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(ms)).toZonedDateTimeISO(timezone);
}

function describeChange(ms: number): string | null {
  if (ms === 0) return null;
  const minutes = Math.abs(ms) / minuteMs;
  const size = minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`;
  return `${ms > 0 ? '+' : '-'}${size}`;
}
