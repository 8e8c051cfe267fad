import { describe, expect, it } from 'vitest';
import { type WindowsView, windowsText } from '#cli/view/schedule/windows-text.ts';

const spring = { opensAt: '2026-03-28T21:00:00Z', closesAt: '2026-03-29T03:00:00Z', clocksChanged: '+1h' };
const later = { opensAt: '2026-04-04T20:00:00Z', closesAt: '2026-04-05T02:00:00Z', clocksChanged: null };

/** The lines about one window in Berlin; say what differs. */
function linesOf(over: Partial<WindowsView> = {}): readonly string[] {
  const view = { timezone: 'Europe/Berlin', always: false, windows: [spring], freezes: [], ...over };
  return windowsText(view).split('\n');
}

describe('windows in words', () => {
  it('are reported by the wall clock of their zone, so that a change of clocks is seen', () => {
    expect(linesOf({ windows: [spring, later] })).toEqual([
      'OPENS                       CLOSES                      DURATION',
      'Sat 2026-03-28 22:00 CET    Sun 2026-03-29 05:00 CEST   6h         clocks go forward by 1h before it closes',
      'Sat 2026-04-04 22:00 CEST   Sun 2026-04-05 04:00 CEST   6h',
    ]);
  });

  it('last for as long as people say, however a freeze cuts them', () => {
    const cut = {
      opensAt: '2026-12-01T23:23:14.880Z',
      closesAt: '2026-12-19T00:00:00Z',
      clocksChanged: null,
    };
    expect(linesOf({ windows: [cut] })[1]).toMatch(/ {3}17d$/);
  });

  it.each<[string, Partial<WindowsView>, string]>([
    ['no window limits it', { always: true, windows: [] }, 'Always: no maintenance window limits it.'],
    ['no window opens', { windows: [] }, 'No maintenance window opens within 10 years.'],
  ])('say it where %s', (_, over, text) => {
    expect(linesOf(over)).toEqual([text]);
  });

  it('name the freezes that were taken out', () => {
    const freezes = [
      { name: 'year-end', from: '2026-12-19T12:00:00Z', until: '2027-01-06T12:00:00Z' },
      { name: 'stop', from: '2027-02-01T12:00:00Z', until: null },
    ];
    expect(linesOf({ freezes }).slice(2)).toEqual([
      'Excluded: freeze year-end from Sat 2026-12-19 13:00 CET until Wed 2027-01-06 13:00 CET',
      'Excluded: freeze stop from Mon 2027-02-01 13:00 CET until lifted',
    ]);
  });

  it('mark the scheduled runs that a freeze takes', () => {
    const freezes = [{ name: 'fair', from: '2026-03-28T12:00:00Z', until: '2026-03-29T20:15:00Z' }];
    const runs = ['2026-03-27T21:15:00Z', '2026-03-28T21:15:00Z', '2026-03-29T20:15:00Z'];
    expect(linesOf({ freezes, runs }).slice(2)).toEqual([
      'Excluded: freeze fair from Sat 2026-03-28 13:00 CET until Sun 2026-03-29 22:15 CEST',
      '',
      'Scheduled runs',
      'Fri 2026-03-27 22:15 CET',
      'Sat 2026-03-28 22:15 CET   frozen (fair): starts no changes',
      'Sun 2026-03-29 22:15 CEST',
    ]);
  });

  it('stand beside runs outside of them, and runs that a change of clocks takes in their place', () => {
    const runs = ['2027-03-27T01:30:00.000Z', '2027-03-29T00:30:00.000Z'];
    const runNotes = [
      { at: runs[0]!, kind: 'outside-window', message: 'outside the maintenance window' },
      { at: '2027-03-28T01:00:00.000Z', kind: 'skipped', message: '2027-03-28 02:30 does not exist' },
    ] as const;
    expect(linesOf({ runs, runNotes }).slice(3)).toEqual([
      'Scheduled runs',
      'Sat 2027-03-27 02:30 CET   outside the maintenance window',
      'no run                     2027-03-28 02:30 does not exist',
      'Mon 2027-03-29 02:30 CEST',
    ]);
  });

  it('are reported once for clusters with the same windows', () => {
    const one = { name: 'aks-a', own: null, because: 'it has none', always: false, windows: [spring] };
    const lines = linesOf({ clusters: [one, { ...one, name: 'aks-b' }] });
    expect(lines.slice(3)).toEqual([
      '',
      'aks-a, aks-b: it has none',
      expect.stringContaining('OPENS'),
      expect.stringContaining('2026-03-28'),
    ]);
  });

  it('are those of any cluster, then those of each, where there are several', () => {
    const one = { name: 'aks-a', own: 'Sat 22:00', because: null, always: false, windows: [spring] };
    const other = { name: 'aks-b', own: null, because: 'it has none', always: false, windows: [later] };
    expect(linesOf({ windows: [spring, later], clusters: [one, other] })).toEqual([
      'Any cluster',
      expect.stringContaining('OPENS'),
      expect.stringContaining('2026-03-28'),
      expect.stringContaining('2026-04-04'),
      '',
      'aks-a: Azure maintenance window Sat 22:00',
      expect.stringContaining('OPENS'),
      expect.stringContaining('2026-03-28'),
      '',
      'aks-b: it has none',
      expect.stringContaining('OPENS'),
      expect.stringContaining('2026-04-04'),
    ]);
  });
});
