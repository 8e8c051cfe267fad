import { subtractSpans, type WindowSpan } from './window-span.ts';

/**
 * The windows of a calendar that close after a moment (ms since the epoch), by their opening, as far ahead as they are
 * asked for. They may touch and overlap.
 */
export type Openings = (fromMs: number) => Iterable<WindowSpan>;

/** How far ahead an opening is worth naming: `notAllowedDates` and freezes may end in the year 9999. */
export const horizonYears = 10;
const HORIZON_MS = horizonYears * 366 * 86_400_000;

/** The calendar up to its first gap of ten years. */
export function withinHorizon(openings: Openings): Openings {
  return function* (fromMs) {
    let closedSince = fromMs;
    for (const span of openings(fromMs)) {
      if (span.opensAt - closedSince > HORIZON_MS) return;
      closedSince = Math.max(closedSince, span.closesAt);
      yield span;
    }
  };
}

const DAY_MS = 86_400_000;
/** A window of a whole day may follow the next for ever. */
export const joinedDays = 100;
/** How far back the opening of a joined window is sought, in days: the clocks leave a gap in whole days once a year. */
const LOOK_BACK_DAYS = [8, 64, 400] as const;

/**
 * Windows that touch or overlap as one, as an operator sees them: 24 h on Saturday and 24 h on Sunday are one of 48 h. One
 * without end is cut after `days`; the next then begins where it ends.
 */
export function joinTouching(openings: Openings, days = joinedDays): Openings {
  return function* (fromMs) {
    let joined: WindowSpan | null = null;
    for (const span of openings(beginningOf(openings, fromMs))) {
      if (joined !== null && isWhole(joined, span.opensAt, { fromMs, days })) {
        if (joined.closesAt > fromMs) yield joined;
        joined = null;
      }
      const { opensAt, closesAt }: WindowSpan = joined ?? span;
      joined = { opensAt, closesAt: Math.max(closesAt, span.closesAt) };
    }
    if (joined !== null && joined.closesAt > fromMs) yield joined;
  };
}

/** From where windows have to be joined so that the one of this moment has its true opening, if it has any. */
function beginningOf(openings: Openings, fromMs: number): number {
  const found = LOOK_BACK_DAYS.find((days) => hasGap(openings, fromMs - days * DAY_MS, fromMs));
  return fromMs - (found ?? LOOK_BACK_DAYS[0]) * DAY_MS;
}

/** Whether some moment between the two is in no window. */
function hasGap(openings: Openings, sinceMs: number, untilMs: number): boolean {
  let closedFrom = sinceMs;
  for (const { opensAt, closesAt } of openings(sinceMs)) {
    if (opensAt > closedFrom || closedFrom >= untilMs) break;
    closedFrom = Math.max(closedFrom, closesAt);
  }
  return closedFrom < untilMs;
}

function isWhole(
  { opensAt, closesAt }: WindowSpan,
  nextOpensAt: number,
  { fromMs, days }: { readonly fromMs: number; readonly days: number },
): boolean {
  return nextOpensAt > closesAt || closesAt - Math.max(fromMs, opensAt) >= days * DAY_MS;
}

/**
 * Where both calendars are open: for each window of the first, the parts of it in which the second is open too; there
 * windows of the second that touch count as one. Ends where the two do not meet in ten years.
 */
export function intersectOpenings(first: Openings, second: Openings): Openings {
  return function* (fromMs) {
    const others = second(fromMs)[Symbol.iterator]();
    let near: WindowSpan[] = [];
    let next = others.next();
    let lastMet = fromMs;
    for (const span of first(fromMs)) {
      if (span.opensAt - lastMet > HORIZON_MS) return;
      near = near.filter(({ closesAt }) => closesAt > span.opensAt);
      while (next.done !== true && next.value.opensAt < span.closesAt) {
        if (next.value.closesAt > span.opensAt) near.push(next.value);
        next = others.next();
      }
      if (near.length === 0 && next.done === true) return;
      for (const part of commonParts(span, near)) {
        lastMet = span.opensAt;
        if (part.closesAt > fromMs) yield part;
      }
    }
  };
}

function commonParts(span: WindowSpan, others: readonly WindowSpan[]): readonly WindowSpan[] {
  const parts: WindowSpan[] = [];
  for (const other of others) {
    const opensAt = Math.max(span.opensAt, other.opensAt);
    const closesAt = Math.min(span.closesAt, other.closesAt);
    const previous = parts.at(-1);
    if (closesAt <= opensAt) continue;
    if (previous !== undefined && opensAt <= previous.closesAt)
      parts[parts.length - 1] = { ...previous, closesAt: Math.max(previous.closesAt, closesAt) };
    else parts.push({ opensAt, closesAt });
  }
  return parts;
}

/** The calendar without what lies in closures; one whose `closesAt` is Infinity ends it. */
export function withoutClosures(openings: Openings, closures: readonly WindowSpan[]): Openings {
  const sorted = closures.toSorted((a, b) => a.opensAt - b.opensAt);
  const end = sorted.find(({ closesAt }) => closesAt === Number.POSITIVE_INFINITY)?.opensAt;
  return function* (fromMs) {
    for (let from: number | null = fromMs; from !== null; ) {
      const begunFrom: number = from;
      from = null;
      let seenUntil = begunFrom;
      for (const span of openings(begunFrom)) {
        if (end !== undefined && span.opensAt >= end) return;
        for (const part of subtractSpans(span, sorted)) if (part.closesAt > fromMs) yield part;
        seenUntil = Math.max(seenUntil, span.closesAt);
        const swallowed = sorted.find((each) => each.opensAt <= span.opensAt && seenUntil < each.closesAt);
        if (swallowed === undefined) continue;
        // A closure may last for ages: the calendar is asked again behind it.
        from = swallowed.closesAt;
        break;
      }
    }
  };
}

/** Where one of several calendars is open: their windows by their opening; equal ones count once. */
export function uniteOpenings(calendars: readonly Openings[]): Openings {
  return function* (fromMs) {
    const cursors = calendars.map((openings) => openings(fromMs)[Symbol.iterator]());
    const heads = cursors.map((cursor) => cursor.next());
    for (;;) {
      const spans = heads.flatMap((head) => (head.done === true ? [] : [head.value]));
      const [first] = spans.toSorted((a, b) => a.opensAt - b.opensAt || a.closesAt - b.closesAt);
      if (first === undefined) return;
      yield first;
      for (const [index, cursor] of cursors.entries()) {
        const head = heads[index];
        if (head !== undefined && head.done !== true && isSame(head.value, first))
          heads[index] = cursor.next();
      }
    }
  };
}

function isSame(a: WindowSpan, b: WindowSpan): boolean {
  return a.opensAt === b.opensAt && a.closesAt === b.closesAt;
}
