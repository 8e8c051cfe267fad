const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

const NUMBER = String.raw`(\d+(?:\.\d+)?)`;
const GO_STYLE = new RegExp(`^(?:${NUMBER}d)?(?:${NUMBER}h)?(?:${NUMBER}m)?(?:${NUMBER}s)?(?:${NUMBER}ms)?$`);
const GO_UNITS = [DAY, HOUR, MINUTE, SECOND, 1];
const ISO_8601 = new RegExp(
  `^P(?:${NUMBER}W)?(?:${NUMBER}D)?(?:T(?=\\d)(?:${NUMBER}H)?(?:${NUMBER}M)?(?:${NUMBER}S)?)?$`,
);
const ISO_UNITS = [WEEK, DAY, HOUR, MINUTE, SECOND];

/**
 * Reads `90s`, `1h30m`, `2d` (Go style, units from large to small) or `PT1H30M`, `P2D` (ISO 8601 without
 * years and months, whose length varies). Answers whole milliseconds, or null if the text is neither.
 */
export function parseDuration(text: string): number | null {
  return readUnits(GO_STYLE.exec(text), GO_UNITS) ?? readUnits(ISO_8601.exec(text), ISO_UNITS);
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

function readUnits(match: RegExpExecArray | null, units: readonly number[]): number | null {
  const amounts = match?.slice(1);
  if (!amounts?.some((amount) => amount !== undefined)) return null;
  return Math.round(
    amounts.reduce((sum, amount, index) => sum + Number(amount ?? 0) * (units[index] ?? 0), 0),
  );
}
