import { describe, expect, it } from 'vitest';
import { fileWindow } from '#domain/calendar/file-window.ts';
import { aMaintenance } from './a-maintenance.ts';

const at = (text: string) => Date.parse(`${text}Z`);
const daily = aMaintenance({ timezone: 'UTC', startTime: '12:00', durationHours: 4 });
const [today, tomorrow] = ['01', '02'].map((day) => ({
  opensAt: at(`2026-06-${day}T12:00`),
  closesAt: at(`2026-06-${day}T16:00`),
}));

describe('the window of a campaign of which no cluster is at work', () => {
  it.each([
    ['none', null, '2026-06-01T13:00', null],
    ['the next', daily, '2026-06-01T08:00', today],
    ['the open one', daily, '2026-06-01T13:00', today],
    ['the next where too little is left of the open one', daily, '2026-06-01T15:30', tomorrow],
    ["none where each cluster's own counts", { ...daily, source: 'Merge' }, '2026-06-01T13:00', null],
    [
      'none where it never closes',
      aMaintenance({ timezone: 'UTC', startTime: '00:00', durationHours: 24 }),
      '2026-06-01T13:00',
      null,
    ],
  ] as const)('is %s', (_what, maintenance, now, window) => {
    expect(fileWindow(maintenance, at(now))).toEqual(
      window === null ? null : expect.objectContaining(window),
    );
  });
});
