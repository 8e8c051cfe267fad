const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A duration as kubectl prints ages: 45s, 3m20s, 15m, 2h30m, 5h, 3d4h, 20d. */
export function shortDuration(milliseconds: number): string {
  const ms = Math.max(0, milliseconds);
  if (ms < 2 * MINUTE) return `${Math.floor(ms / SECOND)}s`;
  if (ms < 10 * MINUTE) return two(ms, [MINUTE, 'm'], [SECOND, 's']);
  if (ms < 3 * HOUR) return `${Math.floor(ms / MINUTE)}m`;
  if (ms < 8 * HOUR) return two(ms, [HOUR, 'h'], [MINUTE, 'm']);
  if (ms < 2 * DAY) return `${Math.floor(ms / HOUR)}h`;
  if (ms < 8 * DAY) return two(ms, [DAY, 'd'], [HOUR, 'h']);
  return `${Math.floor(ms / DAY)}d`;
}

type Unit = readonly [number, string];

function two(ms: number, [large, name]: Unit, [small, smallName]: Unit): string {
  const rest = Math.floor((ms % large) / small);
  return `${Math.floor(ms / large)}${name}${rest === 0 ? '' : `${rest}${smallName}`}`;
}
