const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

const NUMBER = String.raw`(\d+(?:\.\d+)?)`;
const GO_STYLE = String.raw`(?=\d)(?:${NUMBER}d)?(?:${NUMBER}h)?(?:${NUMBER}m)?(?:${NUMBER}s)?(?:${NUMBER}ms)?`;
const GO_UNITS = [DAY, HOUR, MINUTE, SECOND, 1];
const ISO_8601 = String.raw`P(?=[\dT])(?:${NUMBER}W)?(?:${NUMBER}D)?(?:T(?=\d)(?:${NUMBER}H)?(?:${NUMBER}M)?(?:${NUMBER}S)?)?`;
const ISO_UNITS = [WEEK, DAY, HOUR, MINUTE, SECOND];
const EITHER = new RegExp(`^(?:${GO_STYLE}|${ISO_8601})$`);

/** What `parseDuration` reads, as a regular expression for schemas. */
export const DURATION_PATTERN: string = EITHER.source;

/**
 * Reads `90s`, `1h30m`, `2d` (Go style, units from large to small) or `PT1H30M`, `P2D` (ISO 8601 without
 * years and months, whose length varies). Answers whole milliseconds, or null if the text is neither.
 */
export function parseDuration(text: string): number | null {
  const amounts = EITHER.exec(text)?.slice(1);
  if (!amounts) return null;
  const units = [...GO_UNITS, ...ISO_UNITS];
  return Math.round(units.reduce((sum, unit, index) => sum + Number(amounts[index] ?? 0) * unit, 0));
}

/** Writes milliseconds Go style, largest unit first: `12h`, `1h30m`, `2d`, `0s`. `parseDuration` reads it back. */
export function formatDuration(ms: number): string {
  const sign = ms < 0 ? '-' : '';
  const size = Math.abs(Math.round(ms));
  const whole = [
    [Math.floor(size / DAY), 'd'],
    [Math.floor((size % DAY) / HOUR), 'h'],
    [Math.floor((size % HOUR) / MINUTE), 'm'],
    [(size % MINUTE) / SECOND, 's'],
  ] as const;
  const text = whole
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount}${unit}`)
    .join('');
  return text === '' ? '0s' : sign + text;
}
