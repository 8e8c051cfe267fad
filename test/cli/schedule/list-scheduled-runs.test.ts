import { expect, it } from 'vitest';
import { readScheduledCampaign } from '#cli/input/read-nightly.ts';
import { listRuns, noteRuns } from '#cli/schedule/list-scheduled-runs.ts';
import type { OwnWindows } from '#domain/calendar/own-windows.ts';
import { parseNightly } from '#spec/parse-nightly.ts';
import { aNightlyFile } from '../../builders/a-nightly-file.ts';

it('the scheduled runs of a nightly file are listed without a server, from the given moment on', () => {
  const { nightly } = readScheduledCampaign('examples/nightly.yaml');
  expect(listRuns(nightly!, Date.parse('2026-10-22T20:15:00Z'), 2)).toEqual([
    '2026-10-26T21:15:00.000Z',
    '2026-10-27T21:15:00.000Z',
  ]);
});

it('runs are noted that find no window on any cluster, and changes of clocks between them', () => {
  const parsed = parseNightly(
    aNightlyFile({
      schedule: '{ cron: ["30 2 * * *"], timezone: Europe/Berlin }',
      campaign: [
        'maintenance:',
        '  source: Merge',
        '  timezone: Europe/Berlin',
        '  maintenanceWindow: { schedule: { weekly: { dayOfWeek: Saturday } }, startTime: "00:00", durationHours: 6 }',
      ],
    }),
    'nightly.yaml',
  );
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  const afterMs = Date.parse('2027-03-26T00:00Z');
  const runs = listRuns(parsed.nightly, afterMs, 3);
  const notesWith = (owns: readonly OwnWindows[] | null) =>
    noteRuns(parsed.nightly, { afterMs, runs }, owns).map(({ at, kind }) => `${at} ${kind}`);
  const ofFile = [
    '2027-03-26T01:30:00.000Z outside-window',
    '2027-03-28T01:00:00.000Z skipped',
    '2027-03-29T00:30:00.000Z outside-window',
  ];
  expect(notesWith(null)).toEqual(ofFile);
  expect(notesWith([{ kind: 'always', because: 'it has none' }])).toEqual(ofFile);
  expect(notesWith([{ kind: 'unknown', because: 'no right' }])).toHaveLength(4);
});

it('a campaign file has no scheduled runs', () => {
  expect(readScheduledCampaign('examples/two-stages.yaml')).toMatchObject({
    campaign: { name: expect.any(String) },
    nightly: null,
  });
});
