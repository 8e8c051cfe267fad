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

/** Says what was found on the way; not where the work ends before it has shown any progress. */
export type Say = (line: string) => void;

export interface ProgressOptions {
  readonly total?: number | null;
  /** What is counted: "clusters". */
  readonly unit?: string;
}

/** Requests that wait for a place within published limits. */
type Waiting = () => number;
let waiting: Waiting = () => 0;
let isQuiet = false;

/** `--quiet`: no progress at all. */
export function beQuiet(quiet = true): void {
  isQuiet = quiet;
}

export function showWaiting(of: Waiting): void {
  waiting = of;
}

interface Level extends Work {
  done: number;
  readonly began: number;
}

/** Work within work: the innermost is what is under way. null: what shows its own state, or waits for the operator. */
const levels: (Level | null)[] = [];
let shownAt: number | null = null;
let timer: NodeJS.Timeout | undefined;
let unsaid: string[] = [];

/**
 * Runs the work; what takes longer than two seconds is said on stderr: on a terminal as a live line, else at once and then every
 * ten seconds.
 */
export function during<T>(
  what: string | (() => string),
  run: (count: Count, say: Say) => T | Promise<T>,
  { total = null, unit = 'requests' }: ProgressOptions = {},
): Promise<T> {
  const level: Level = {
    get what() {
      return typeof what === 'string' ? what : what();
    },
    done: 0,
    total,
    unit,
    began: performance.now(),
  };
  const count = (more = 1) => {
    level.done += more;
    draw();
  };
  return within(level, () => run(count, say));
}

/** Runs what waits for the operator, or shows its own progress: without a word of progress, but for work within it. */
export function withoutProgress<T>(run: () => T | Promise<T>): Promise<T> {
  return within(null, run);
}

async function within<T>(level: Level | null, run: () => T | Promise<T>): Promise<T> {
  levels.push(level);
  timer ??= setInterval(draw, liveEveryMs);
  try {
    return await run();
  } finally {
    levels.splice(levels.lastIndexOf(level), 1);
    // After a question or a screen the silence begins anew.
    if (level === null && shownAt !== null) shownAt = performance.now();
    clearLiveLine();
    if (levels.length === 0) {
      clearInterval(timer);
      [timer, shownAt, unsaid] = [undefined, null, []];
    }
  }
}

function draw(): void {
  const level = levels.at(-1);
  const isLive = process.stderr.isTTY;
  const now = performance.now();
  if (isQuiet || !level || now < dueAt(level, isLive)) return;
  shownAt = now;
  for (const each of unsaid.splice(0)) log(each);
  const line = progressLine(level, now - level.began, waiting());
  if (isLive) showLiveLine(line);
  else log(line);
}

function say(line: string): void {
  if (shownAt === null) unsaid.push(line);
  else log(line);
}

/** The first line breaks the silence of the whole; what begins after it has two seconds of its own. */
function dueAt({ began }: Level, isLive: boolean): number {
  if (shownAt === null) return (levels[levels.lastIndexOf(null) + 1]?.began ?? began) + silentMs;
  if (isLive) return shownAt + liveEveryMs;
  const next = shownAt + plainEveryMs;
  return began > shownAt ? Math.min(began + silentMs, next) : next;
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
