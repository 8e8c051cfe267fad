const momentWithZone = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** "2026-12-24T18:00Z", "2026-12-24T18:00+01:00" as milliseconds since the epoch; null: it is not a time with a zone. */
export function parseMoment(typed: string): number | null {
  const at = momentWithZone.test(typed) ? Date.parse(typed) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}
