import { Temporal } from 'temporal-polyfill';

/** The date that a clock in the zone shows at an instant (ms since 1970 UTC): "2026-11-27". */
export function scheduledRunOf(ms: number, timezone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(ms))
    .toZonedDateTimeISO(timezone)
    .toPlainDate()
    .toString();
}
