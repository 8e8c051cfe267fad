import type { Maintenance } from '../campaign/campaign.ts';
import { formatDuration } from '../text/duration.ts';
import {
  horizonYears,
  intersectOpenings,
  joinTouching,
  type Openings,
  uniteOpenings,
  withinHorizon,
} from './openings.ts';
import type { OwnWindows } from './own-windows.ts';
import type { Prediction } from './predict-duration.ts';
import type { WindowSpan } from './window-span.ts';
import { isNeverClosed, windowsFrom } from './windows.ts';

/**
 * `notAfter`: the last moment at which what may begin now may still begin; null without a window. `window`: the one
 * that is open; absent without one. `because`, a clause without a full stop: why a window that is open is not used, or why
 * no opening is known.
 */
export type StartDecision =
  | { readonly go: true; readonly notAfter: number | null; readonly window?: WindowSpan }
  | { readonly go: false; readonly opensAt: number; readonly closesAt: number; readonly because?: string }
  | { readonly go: false; readonly opensAt: null; readonly closesAt: null; readonly because: string };

/** When something may be begun at all: at any time (null), in windows, or (in a clause) why that is not known. */
export type Calendar =
  | { readonly openings: Openings | null; readonly because: null }
  | { readonly openings: null; readonly because: string };

/**
 * The calendar of one cluster, windows that touch as one, by the file's window and, where its source says so, the cluster's own. `own` null: no
 * cluster is asked, only the file's window counts.
 */
export function calendarOf(maintenance: Maintenance | null, own: OwnWindows | null): Calendar {
  const files = maintenance === null ? null : fileOpenings(maintenance);
  if (own === null || maintenance === null || maintenance.source === 'Spec' || own.kind === 'always')
    return { openings: files, because: null };
  if (own.kind === 'unknown') return { openings: null, because: own.because };
  const openings = files === null ? own.openings : intersectOpenings(files, own.openings);
  return { openings: joinTouching(withinHorizon(openings)), because: null };
}

function fileOpenings({ timezone, windows }: Maintenance): Openings | null {
  if (windows.length === 0 || windows.some((window) => isNeverClosed({ timezone, window }))) return null;
  const each = windows.map(
    (window): Openings =>
      (fromMs) =>
        windowsFrom({ timezone, window }, fromMs),
  );
  return joinTouching(withinHorizon(uniteOpenings(each)));
}

export interface StartTerms {
  /** What the cluster has in Azure; null: no cluster is asked. */
  readonly own?: OwnWindows | null;
  /** How long it is going to take; null: too little was measured. */
  readonly predicted?: Prediction | null;
}

/**
 * Whether a pool or a control plane may begin at `nowMs`: yes in a window with as much left as `minRemaining` asks and as
 * it is predicted to take; otherwise the next window long enough is named, or why none is known. What is predicted to
 * take longer than any of the next windows is open would wait for months, or never begin: it may in the first half of the
 * longest of these, and `onClose` lets what was begun be finished.
 */
export function mayBegin(
  maintenance: Maintenance | null,
  nowMs: number,
  { own = null, predicted = null }: StartTerms = {},
): StartDecision {
  const { openings, because } = calendarOf(maintenance, own);
  if (because !== null) return { go: false, opensAt: null, closesAt: null, because };
  if (maintenance === null || openings === null) return { go: true, notAfter: null };
  const { minRemainingMs } = maintenance;
  const asked: Asked = { ms: minRemainingMs, words: 'minRemaining asks for' };
  const first = tryWindows(openings, nowMs, longer(asked, predicted));
  if (first.decision !== null && (first.isSoon || predicted === null)) return first.decision;
  const half = predicted && {
    ms: Math.min(predicted.ms, Math.floor(first.longestMs / 2)),
    basis: `${predicted.basis}, by half, for no window ${first.decision === null ? 'is' : 'of the days to come is'} that long`,
  };
  const second = half === null ? first : tryWindows(openings, nowMs, longer(asked, half));
  return (
    second.decision ?? {
      go: false,
      opensAt: null,
      closesAt: null,
      because: neverText(maintenance, own, asked),
    }
  );
}

/** What has to be left of a window, and who says so. */
interface Asked {
  readonly ms: number;
  readonly words: string;
}

function longer(asked: Asked, predicted: Prediction | null): Asked {
  if (predicted === null || predicted.ms < asked.ms) return asked;
  return { ms: predicted.ms, words: `it is predicted to take by ${predicted.basis}` };
}

interface Trial {
  /** The first window with enough left; null: none of those tried. */
  readonly decision: StartDecision | null;
  /** It is open, or one of the windows that open next. */
  readonly isSoon: boolean;
  /** Of those windows. */
  readonly longestMs: number;
}

function tryWindows(openings: Openings, nowMs: number, asked: Asked): Trial {
  let tooShort: WindowSpan | null = null;
  let longestMs = 0;
  let tried = 0;
  let soonUntil = Number.POSITIVE_INFINITY;
  for (const span of openings(nowMs)) {
    if (span.opensAt > nowMs) soonUntil = Math.min(soonUntil, span.opensAt + soonMs);
    const isSoon = span.opensAt <= soonUntil;
    if (isSoon) longestMs = Math.max(longestMs, span.closesAt - span.opensAt);
    if (span.closesAt - Math.max(nowMs, span.opensAt) >= asked.ms) {
      const decision: StartDecision =
        span.opensAt <= nowMs
          ? { go: true, notAfter: span.closesAt - asked.ms, window: span }
          : { go: false, ...span, ...(tooShort && { because: leftText(tooShort, nowMs, asked) }) };
      return { decision, isSoon, longestMs };
    }
    if (span.opensAt <= nowMs) tooShort = span;
    tried += 1;
    if (tried === mostTried) break;
  }
  return { decision: null, isSoon: false, longestMs };
}

/**
 * From the next opening on: a whole week of windows, whatever their rhythm. Two calendars may be open together for longer
 * only after a clock change, months ahead.
 */
const soonMs = 8 * 24 * 3_600_000;

/** A calendar whose windows are all too short shows it within so many. */
const mostTried = 1000;

/** "20m are left of the window, less than the 45m that minRemaining asks for" */
function leftText({ closesAt }: WindowSpan, nowMs: number, asked: Asked): string {
  const left = formatDuration(Math.floor((closesAt - nowMs) / 60_000) * 60_000);
  return `${left} are left of the window, less than the ${formatDuration(minutesOf(asked.ms))} that ${asked.words}`;
}

function neverText({ source, windows }: Maintenance, own: OwnWindows | null, asked: Asked): string {
  const needed = `the ${formatDuration(minutesOf(asked.ms))} that ${asked.words}`;
  const ownWindow =
    own?.kind === 'windows' ? `its own window in Azure, ${own.words},` : 'the maintenance window';
  return source === 'Spec' || windows.length === 0
    ? `${ownWindow} is not open for ${needed} within ${horizonYears} years`
    : `${ownWindow} and the file's are not open together for ${needed} within ${horizonYears} years`;
}

function minutesOf(ms: number): number {
  return Math.ceil(ms / 60_000) * 60_000;
}
