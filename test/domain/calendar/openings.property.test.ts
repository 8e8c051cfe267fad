import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  intersectOpenings,
  joinTouching,
  type Openings,
  uniteOpenings,
  withinHorizon,
  withoutClosures,
} from '#domain/calendar/openings.ts';
import type { WindowSpan } from '#domain/calendar/window-span.ts';

const END = 200;

/** Spans of whole numbers up to END, by their opening. */
const spans = fc
  // A calendar has no window twice.
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: END - 20 }), fc.integer({ min: 1, max: 20 })), {
    maxLength: 12,
    selector: String,
  })
  .map((pairs) =>
    pairs
      .map(([opensAt, length]) => ({ opensAt, closesAt: opensAt + length }))
      .sort((a, b) => a.opensAt - b.opensAt),
  );

const openingsOf =
  (all: readonly WindowSpan[]): Openings =>
  (fromMs) =>
    all.filter(({ closesAt }) => closesAt > fromMs);

function isOpen(all: Iterable<WindowSpan>, at: number): boolean {
  return [...all].some(({ opensAt, closesAt }) => opensAt <= at && at < closesAt);
}

const moments = Array.from({ length: END }, (_, at) => at);

describe('Two calendars together', () => {
  it('are open when both are', () => {
    fc.assert(
      fc.property(spans, spans, fc.nat(END), (first, second, from) => {
        const both = [...intersectOpenings(openingsOf(first), openingsOf(second))(from)];
        const expected = moments.filter((at) => at >= from && isOpen(first, at) && isOpen(second, at));
        expect(moments.filter((at) => at >= from && isOpen(both, at))).toEqual(expected);
      }),
    );
  });

  it('count windows of the second that touch within one of the first as one', () => {
    const day = [{ opensAt: 10, closesAt: 40 }];
    const touching = [
      { opensAt: 0, closesAt: 20 },
      { opensAt: 20, closesAt: 30 },
    ];
    expect([...intersectOpenings(openingsOf(day), openingsOf(touching))(0)]).toEqual([
      { opensAt: 10, closesAt: 30 },
    ]);
  });

  it('that never meet have no window, however long they continue', () => {
    const week = 7 * 86_400_000;
    const weekly = (day: number): Openings =>
      function* (fromMs) {
        for (let at = Math.floor(fromMs / week) * week; ; at += week)
          yield { opensAt: at + day * 86_400_000, closesAt: at + (day + 1) * 86_400_000 };
      };
    expect([...intersectOpenings(weekly(2), weekly(4))(0)]).toEqual([]);
  });
});

describe('A calendar without closures', () => {
  it('is open when it is and none of them lasts', () => {
    fc.assert(
      fc.property(spans, spans, fc.nat(END), (open, closures, from) => {
        const left = [...withoutClosures(openingsOf(open), closures)(from)];
        const expected = moments.filter((at) => at >= from && isOpen(open, at) && !isOpen(closures, at));
        expect(moments.filter((at) => at >= from && isOpen(left, at))).toEqual(expected);
      }),
    );
  });

  it('lists no part twice, and each closes after the moment asked for', () => {
    fc.assert(
      fc.property(spans, spans, fc.nat(END), (open, closures, from) => {
        const left = [...withoutClosures(openingsOf(open), closures)(from)];
        const occurrences = open.filter(({ closesAt }) => closesAt > from);
        const parts = occurrences.flatMap((span) => [...withoutClosures(openingsOf([span]), closures)(from)]);
        expect(left).toEqual(parts);
        for (const { opensAt, closesAt } of left) expect(closesAt).toBeGreaterThan(Math.max(from, opensAt));
      }),
    );
  });

  it('ends with one that has no end', () => {
    const closures = [{ opensAt: 30, closesAt: Number.POSITIVE_INFINITY }];
    const hourly: Openings = function* (fromMs) {
      for (let at = Math.floor(fromMs / 10) * 10; ; at += 10) yield { opensAt: at, closesAt: at + 5 };
    };
    expect([...withoutClosures(hourly, closures)(0)].map(({ opensAt }) => opensAt)).toEqual([0, 10, 20]);
  });
});

describe('A calendar within the horizon', () => {
  const year = 366 * 86_400_000;
  const yearly = (years: readonly number[]): Openings =>
    openingsOf(years.map((at) => ({ opensAt: at * year, closesAt: (at + 1) * year })));

  it.each([
    ['keeps an opening ten years ahead', [10], 0, [10]],
    ['has no opening eleven years ahead', [11], 0, []],
    ['ends at its first gap of over ten years', [1, 5, 16, 20], 0, [1, 5, 16, 20]],
    ['never comes back after that gap', [1, 5, 17, 18], 0, [1, 5]],
    ['counts from the moment asked for', [11], 2, [11]],
  ])('%s', (_, years, from, expected) => {
    const found = [...withinHorizon(yearly(years))(from * year)];
    expect(found.map(({ opensAt }) => opensAt / year)).toEqual(expected);
  });
});

describe('Several calendars side by side', () => {
  it('are open when one of them is', () => {
    fc.assert(
      fc.property(fc.array(spans, { maxLength: 3 }), fc.nat(END), (all, from) => {
        const together = [...uniteOpenings(all.map(openingsOf))(from)];
        const expected = moments.filter((at) => at >= from && all.some((each) => isOpen(each, at)));
        expect(moments.filter((at) => at >= from && isOpen(together, at))).toEqual(expected);
      }),
    );
  });

  it('list the distinct windows of all of them, by their opening, as many as are asked for', () => {
    fc.assert(
      fc.property(fc.array(spans, { maxLength: 3 }), fc.nat(END), fc.nat(8), (all, from, count) => {
        const key = ({ opensAt, closesAt }: WindowSpan) => `${opensAt}/${closesAt}`;
        const distinct = new Map(all.flat().map((span) => [key(span), span]));
        const expected = [...distinct.values()]
          .filter(({ closesAt }) => closesAt > from)
          .toSorted((a, b) => a.opensAt - b.opensAt || a.closesAt - b.closesAt)
          .slice(0, count);
        const calendars = all.map((each) =>
          openingsOf(each.toSorted((a, b) => a.opensAt - b.opensAt || a.closesAt - b.closesAt)),
        );
        expect([...uniteOpenings(calendars)(from)].slice(0, count)).toEqual(expected);
      }),
    );
  });
});

describe('Windows that touch or overlap', () => {
  it('are one, with its true opening', () => {
    fc.assert(
      fc.property(spans, fc.nat(END), (all, from) => {
        const joined = [...joinTouching(openingsOf(all))(from)];
        const open = moments.filter((at) => at >= from && isOpen(all, at));
        expect(moments.filter((at) => at >= from && isOpen(joined, at))).toEqual(open);
        for (const [index, { opensAt, closesAt }] of joined.entries()) {
          expect([isOpen(all, opensAt), isOpen(all, opensAt - 1)]).toEqual([true, false]);
          expect(closesAt).toBeLessThan(joined[index + 1]?.opensAt ?? Infinity);
        }
      }),
    );
  });

  it('are cut where they never end', () => {
    const day = 86_400_000;
    const endless: Openings = function* (fromMs) {
      for (let opensAt = Math.floor(fromMs / day) * day; ; opensAt += day)
        yield { opensAt, closesAt: opensAt + day };
    };
    const [first, second] = joinTouching(endless, 30)(0);
    expect(first).toMatchObject({ closesAt: 30 * day });
    expect(second).toEqual({ opensAt: 30 * day, closesAt: 60 * day });
  });
});
