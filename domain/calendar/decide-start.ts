import type { Maintenance } from '../campaign/campaign.ts';
import { intersectOpenings, type Openings } from './openings.ts';
import type { OwnWindows } from './own-windows.ts';
import type { WindowSpan } from './window-span.ts';
import { windowsFrom } from './windows.ts';

/**
 * `notAfter`: the last moment at which what may begin now may still begin; null without a window. `window`: the one
 * that is open; absent without one. Where no opening is known, `because` is a clause without a full stop.
 */
export type StartDecision =
  | { readonly go: true; readonly notAfter: number | null; readonly window?: WindowSpan }
  | { readonly go: false; readonly opensAt: number; readonly closesAt: number }
  | { readonly go: false; readonly opensAt: null; readonly closesAt: null; readonly because: string };

/** When something may be begun at all: at any time (null), in windows, or (in a clause) why that is not known. */
export type Calendar =
  | { readonly openings: Openings | null; readonly because: null }
  | { readonly openings: null; readonly because: string };

/**
 * The calendar of one cluster, by the file's window and, where its source says so, the cluster's own. `own` null: no
 * cluster is asked, only the file's window counts.
 */
export function calendarOf(maintenance: Maintenance | null, own: OwnWindows | null): Calendar {
  const files = maintenance === null ? null : fileOpenings(maintenance);
  if (own === null || maintenance?.source === undefined || own.kind === 'always')
    return { openings: files, because: null };
  if (own.kind === 'unknown') return { openings: null, because: own.because };
  return {
    openings: files === null ? own.openings : intersectOpenings(files, own.openings),
    because: null,
  };
}

function fileOpenings({ timezone, window }: Maintenance): Openings | null {
  return window === null ? null : (fromMs) => windowsFrom({ timezone, window }, fromMs);
}

/**
 * Whether a pool or a control plane may begin at `nowMs`: yes in a window with at least `minRemaining` left;
 * otherwise the next window long enough is named, or why none is known.
 */
export function mayBegin(
  maintenance: Maintenance | null,
  nowMs: number,
  own: OwnWindows | null = null,
): StartDecision {
  const { openings, because } = calendarOf(maintenance, own);
  if (because !== null) return { go: false, opensAt: null, closesAt: null, because };
  if (maintenance === null || openings === null) return { go: true, notAfter: null };
  const { minRemainingMs } = maintenance;
  for (const { opensAt, closesAt } of longEnough(openings, nowMs, minRemainingMs))
    return opensAt <= nowMs
      ? { go: true, notAfter: closesAt - minRemainingMs, window: { opensAt, closesAt } }
      : { go: false, opensAt, closesAt };
  return { go: false, opensAt: null, closesAt: null, because: neverText(maintenance, own) };
}

/** A calendar whose windows are all shorter shows it within some of them, and within some years. */
const mostTried = 1000;

function* longEnough(openings: Openings, nowMs: number, neededMs: number): Generator<WindowSpan, undefined> {
  let tried = 0;
  for (const span of openings(nowMs)) {
    if (span.closesAt - Math.max(nowMs, span.opensAt) >= neededMs) yield span;
    tried += 1;
    if (tried === mostTried) return;
  }
}

function neverText({ source, window }: Maintenance, own: OwnWindows | null): string {
  const words = own?.kind === 'windows' ? `its own window in Azure, ${own.words},` : 'the maintenance window';
  if (source === undefined || window === null)
    return `${words} never leaves as much time as minRemaining asks for`;
  return `${words} and the file's are never open together for as long as minRemaining asks`;
}
