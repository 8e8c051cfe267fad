import { clearLiveLine, log, showLiveLine } from './print.ts';

/** Work that ends sooner needs no word. */
const silentMs = 2_000;
const liveEveryMs = 250;
/** A log or a CI run has no use for more. */
const plainEveryMs = 10_000;

/** What is under way: `done` of `total`, as far as it can be counted. */
export interface Work {
  readonly what: string;
  readonly done: number;
  readonly total: number | null;
  readonly unit: string;
}

/** Counts what is done, and draws where a line is due: also in work that gives timers no chance. */
export type Count = (more?: number) => void;

export interface ProgressOptions {
  readonly total?: number;
  /** What is counted: "clusters". */
  readonly unit?: string;
}

/** Requests that wait for a place within published limits. */
type Waiting = () => number;
let waiting: Waiting = () => 0;
let isQuiet = false;

/** `--quiet`: no progress at all. */
export function beQuiet(): void {
  isQuiet = true;
}

export function showWaiting(of: Waiting): void {
  waiting = of;
}

/** Runs the work; what takes longer than two seconds is said on stderr, as a live line on a terminal, else every ten seconds. */
export async function during<T>(
  what: string,
  run: (count: Count) => T | Promise<T>,
  { total, unit = 'requests' }: ProgressOptions = {},
): Promise<T> {
  const isLive = process.stderr.isTTY;
  const began = performance.now();
  const everyMs = isLive ? liveEveryMs : plainEveryMs;
  let due = began + (isLive ? silentMs : plainEveryMs);
  let done = 0;
  const draw = () => {
    const now = performance.now();
    if (isQuiet || now < due) return;
    due = now + everyMs;
    const line = progressLine({ what, done, total: total ?? null, unit }, now - began, waiting());
    if (isLive) showLiveLine(line);
    else log(line);
  };
  const timer = setInterval(draw, liveEveryMs);
  try {
    return await run((more = 1) => {
      done += more;
      draw();
    });
  } finally {
    clearInterval(timer);
    clearLiveLine();
  }
}

/** "checking clusters: 120 of 300 clusters, 4.1 a second, 29 s; 12 requests wait for Azure's limits" */
export function progressLine({ what, done, total, unit }: Work, elapsedMs: number, waits: number): string {
  const seconds = elapsedMs / 1000;
  const counted = total === null ? `${done} ${unit}` : `${done} of ${total} ${unit}`;
  const rate = done === 0 ? [] : [`${(done / seconds).toFixed(1)} a second`];
  const parts = [...(done === 0 && total === null ? [] : [counted]), ...rate, `${Math.round(seconds)} s`];
  const waitsFor =
    waits === 0 ? '' : `; ${waits} ${waits === 1 ? 'request waits' : 'requests wait'} for Azure's limits`;
  return `${what}: ${parts.join(', ')}${waitsFor}`;
}
