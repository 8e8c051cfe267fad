import { describe, expect, it } from 'vitest';
import { withLocalTimes } from '#cli/view/terminal/local-times.ts';

const shown = <T>(value: T) => withLocalTimes(value, 'Europe/Berlin');

describe('times within sentences', () => {
  it.each([
    [
      'Rollback to 1.33.5 is possible until 2026-11-27T08:00:00Z: drydock rollback x.',
      'Rollback to 1.33.5 is possible until Fri 2026-11-27 09:00 CET: drydock rollback x.',
    ],
    ['its soak ends at 2026-11-20T12:00Z', 'its soak ends at Fri 2026-11-20 13:00 CET'],
    [
      'outside its window, which opens 2026-07-01T20:00:00.000Z',
      'outside its window, which opens Wed 2026-07-01 22:00 CEST',
    ],
    ['blocked, since 2026-11-20T07:05:00Z; more', 'blocked, since Fri 2026-11-20 08:05 CET; more'],
    [
      'drydock freeze create x --until 2026-12-24T18:00Z',
      'drydock freeze create x --until 2026-12-24T18:00Z',
    ],
    ['2026-11-20T07:05:00Z', '2026-11-20T07:05:00Z'],
    ['CHG0041 of 2026-11-20', 'CHG0041 of 2026-11-20'],
  ])('%s', (text, told) => {
    expect(shown(text)).toBe(told);
  });

  it('are those of the whole value, which is otherwise as it was', () => {
    const value = {
      at: '2026-11-20T07:05:00Z',
      n: 3,
      no: null,
      list: [{ reason: 'ends 2026-11-20T07:05:00Z' }],
    };
    expect(shown(value)).toEqual({ ...value, list: [{ reason: 'ends Fri 2026-11-20 08:05 CET' }] });
  });
});
