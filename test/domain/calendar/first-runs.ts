import { type Cron, parseCron } from '#domain/calendar/cron.ts';
import { runsAfter } from '#domain/calendar/cron-runs.ts';

/** The first `count` runs after an instant, as the wall clock and UTC offset of the zone would show them. */
export function firstRuns(cron: string | readonly string[], timezone: string, after: string, count: number) {
  const runs: string[] = [];
  for (const run of runsAfter([cron].flat().map(aCron), timezone, Date.parse(after))) {
    runs.push(inZone(run, timezone));
    if (runs.length === count) break;
  }
  return runs;
}

/** A sound expression, read. */
export function aCron(text: string): Cron {
  const parsed = parseCron(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.message}`);
  return parsed.cron;
}

/** "2026-10-25 02:30 +01:00" */
function inZone(ms: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'longOffset',
  });
  const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]));
  const { year, month, day, hour, minute, timeZoneName = '' } = parts;
  return `${year}-${month}-${day} ${hour}:${minute} ${timeZoneName.replace('GMT', '') || '+00:00'}`;
}
