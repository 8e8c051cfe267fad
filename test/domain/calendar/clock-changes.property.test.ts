import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayBegin } from '#domain/calendar/decide-start.ts';
import { withoutClosures } from '#domain/calendar/openings.ts';
import { ownWindows } from '#domain/calendar/own-windows.ts';
import type { WindowSpan } from '#domain/calendar/window-span.ts';
import { windowsFrom, type ZonedWindow } from '#domain/calendar/windows.ts';
import { aConfiguration } from '../../builders/other-writers.ts';
import { isNotAllowed, occurrences } from './day-by-day-oracle.ts';
import { DAY, MINUTE, scene } from './turns.ts';

const freezes = fc.array(
  fc
    .tuple(fc.integer({ min: -72 * 4, max: 72 * 4 }), fc.integer({ min: 1, max: 48 * 4 }))
    .map(([from, quarters]) => ({ opensAt: from * 15 * MINUTE, closesAt: (from + quarters) * 15 * MINUTE })),
  { maxLength: 4 },
);

/** A cluster's own window in Azure, in a fixed offset. */
const ownWindow = fc.record({
  startTime: fc.constantFrom('00:30', '02:00', '13:15', '22:45'),
  durationHours: fc.integer({ min: 4, max: 24 }),
  utcOffset: fc.constantFrom('+00:00', '+01:00', '-03:30', '+13:45'),
});

/** Every quarter of an hour for two days before and after. */
function quarters(day: number): readonly number[] {
  return Array.from({ length: 4 * 24 * 4 }, (_, index) => day - 2 * DAY + index * 15 * MINUTE);
}

describe('Round a change of clocks and the end of a year', () => {
  it('a window is open at exactly the moments that the rules, applied a day at a time, say', () => {
    fc.assert(
      fc.property(scene, freezes, ({ day, zoned }, frozen) => {
        const closures = frozen.map(({ opensAt, closesAt }) => ({
          opensAt: day + opensAt,
          closesAt: day + closesAt,
        }));
        const calendar = withoutClosures((from) => windowsFrom(zoned, from), closures);
        const listed = [...listUntil(calendar(day - 2 * DAY), day + 2 * DAY)];
        const due = occurrences(zoned, day - 5 * DAY, day + 4 * DAY);
        const expected = (at: number) =>
          isWithin(due, at) && !isWithin(closures, at) && !isNotAllowed(zoned, at);
        const differing = quarters(day).filter((at) => isWithin(listed, at) !== expected(at));
        expect(differing.map((at) => new Date(at).toISOString())).toEqual([]);
      }),
      { numRuns: 120 },
    );
  });

  it('what begins has its time in both windows, and so has what waits for the next', () => {
    fc.assert(
      fc.property(
        scene,
        ownWindow,
        fc.integer({ min: -96, max: 96 }),
        fc.integer({ min: 1, max: 300 }),
        (files, own, quarter, minutes) => {
          const { utcOffset, ...hours } = own;
          const window = { schedule: { daily: { intervalDays: 1 } }, notAllowedDates: [], ...hours };
          const found = aConfiguration({ name: 'default', window, utcOffset });
          const now = files.day + quarter * 15 * MINUTE;
          const rules = { ...files.zoned, source: 'Merge' as const, minRemainingMs: minutes * MINUTE };
          const start = mayBegin(rules, now, { own: ownWindows({ value: [found] }, 'Full') });
          const begin = start.go ? now : start.opensAt;
          if (begin === null) return;
          const last = start.go ? start.notAfter! : begin;
          expect(last).toBeGreaterThanOrEqual(begin);
          for (const at of [begin, last, last + minutes * MINUTE - 1]) {
            expect(isOpen(files.zoned, at)).toBe(true);
            expect(isOpen({ timezone: utcOffset, window }, at)).toBe(true);
          }
        },
      ),
      { numRuns: 80 },
    );
  });
});

function isOpen(zoned: ZonedWindow, at: number): boolean {
  return (
    !isNotAllowed(zoned, at) && isWithin(occurrences(zoned, at - (at % DAY) - 3 * DAY, at + 2 * DAY), at)
  );
}

function isWithin(spans: readonly WindowSpan[], at: number): boolean {
  return spans.some(({ opensAt, closesAt }) => opensAt <= at && at < closesAt);
}

function* listUntil(all: Iterable<WindowSpan>, until: number) {
  for (const each of all) {
    if (each.opensAt >= until) return;
    yield each;
  }
}
