import type { DayOfWeek } from '../fleet/maintenance-window.ts';
import { type CivilDay, weekdayNumber, weekdayOf } from './civil-day.ts';
import type { Openings } from './openings.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const HOURS = 7 * 24;

interface HourRange {
  /** Hours since Sunday 00:00 UTC; the end, not included, may lie in the week after. */
  readonly first: number;
  readonly end: number;
}

/** Azure's older form of maintenance hours, by weekday: hour 1 is 01:00 to 02:00 UTC. */
export type HoursOfWeek = readonly { readonly day: string; readonly hours: readonly number[] }[];

/**
 * Windows out of the hours of a week in UTC, hours that follow each other as one. null: every hour of the week, or one
 * that cannot be read.
 */
export function hoursOfWeekOpenings(hoursOfWeek: HoursOfWeek): Openings | 'always' | null {
  const open = new Set<number>();
  for (const { day, hours } of hoursOfWeek) {
    const weekday = weekdayNumber(day as DayOfWeek);
    if (weekday === -1) return null;
    for (const hour of hours) {
      if (!Number.isInteger(hour) || hour < 0 || hour > 23) return null;
      open.add(weekday * 24 + hour);
    }
  }
  if (open.size === 0) return null;
  return open.size === HOURS ? 'always' : weekly(rangesOf(open));
}

function rangesOf(open: ReadonlySet<number>): readonly HourRange[] {
  const starts = [...open].filter((hour) => !open.has((hour + HOURS - 1) % HOURS)).sort((a, b) => a - b);
  return starts.map((first) => {
    let end = first + 1;
    while (open.has(end % HOURS)) end += 1;
    return { first, end };
  });
}

function weekly(ranges: readonly HourRange[]): Openings {
  return function* (fromMs) {
    const day: CivilDay = Math.floor(fromMs / DAY_MS);
    // A range of the week before may reach into this one.
    for (let sunday = day - weekdayOf(day) - 7; ; sunday += 7) {
      for (const { first, end } of ranges) {
        const closesAt = sunday * DAY_MS + end * HOUR_MS;
        if (closesAt > fromMs) yield { opensAt: sunday * DAY_MS + first * HOUR_MS, closesAt };
      }
    }
  };
}
