const msPerDay = 86_400_000;

/** A year, leap years too. */
export const longestWaiverDays = 366;

/** The end (UTC, RFC 3339) of a day such as "2026-12-31"; null: there is no such day. */
export function endOfDay(day: string): string | null {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(day) : Number.NaN;
  // Date.parse takes 2026-02-30 for the second of March.
  if (Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(day)) return null;
  return new Date(ms + msPerDay).toISOString();
}

/** Whether a waiver ends more than so many days from `now` (ms since the epoch); its last day counts whole. */
export function isTooLong(expires: string, now: number, days = longestWaiverDays): boolean {
  return Date.parse(expires) > now + (days + 1) * msPerDay;
}
