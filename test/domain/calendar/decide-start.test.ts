import { describe, expect, it } from 'vitest';
import { mayBegin } from '#domain/calendar/decide-start.ts';
import { aMaintenance } from './a-maintenance.ts';

const at = (text: string) => Date.parse(`${text}Z`);

describe('A pool or control plane', () => {
  const rules = aMaintenance({
    timezone: 'UTC',
    startTime: '12:00',
    durationHours: 4,
    minRemainingMs: 45 * 60_000,
  });
  const tomorrow = { go: false, opensAt: at('2026-06-02T12:00'), closesAt: at('2026-06-02T16:00') };

  it('may begin at any time where there is no window', () => {
    expect(mayBegin(null, 0)).toEqual({ go: true, notAfter: null });
  });

  it.each([
    ['as the window opens', '2026-06-01T12:00'],
    ['with exactly minRemaining left', '2026-06-01T15:15'],
  ])('may begin %s, not after minRemaining before it closes', (_, now) => {
    expect(mayBegin(rules, at(now))).toEqual({ go: true, notAfter: at('2026-06-01T15:15') });
  });

  it.each([
    ['with less than minRemaining left', '2026-06-01T15:16'],
    ['as the window closes', '2026-06-01T16:00'],
  ])('waits for the next window %s', (_, now) => {
    expect(mayBegin(rules, at(now))).toEqual(tomorrow);
  });

  it('waits for the window to open', () => {
    expect(mayBegin(rules, at('2026-06-01T11:59'))).toMatchObject({
      go: false,
      opensAt: at('2026-06-01T12:00'),
    });
  });

  it('does not wait for what closed dates leave of a window if that is too short', () => {
    const cut = aMaintenance({
      timezone: 'UTC',
      startTime: '23:30',
      durationHours: 4,
      notAllowedDates: [{ start: '2026-06-02', end: '2026-06-02' }],
    });
    expect(mayBegin(cut, at('2026-06-01T20:00'))).toMatchObject({
      go: false,
      opensAt: at('2026-06-03T00:00'),
    });
  });

  it('is an error where no window is ever long enough', () => {
    expect(() => mayBegin({ ...rules, minRemainingMs: 5 * 3_600_000 }, 0)).toThrow('minRemaining');
  });
});
