import { expect, it } from 'vitest';
import { readScheduledCampaign } from '#cli/input/read-nightly.ts';
import { listRuns } from '#cli/schedule/list-scheduled-runs.ts';

it('the scheduled runs of a nightly file are listed without a server, from the given moment on', () => {
  const { nightly } = readScheduledCampaign('examples/nightly.yaml');
  expect(listRuns(nightly!, Date.parse('2026-10-22T20:15:00Z'), 2)).toEqual([
    '2026-10-26T21:15:00.000Z',
    '2026-10-27T21:15:00.000Z',
  ]);
});

it('a campaign file has no scheduled runs', () => {
  expect(readScheduledCampaign('examples/two-stages.yaml')).toMatchObject({
    campaign: { name: expect.any(String) },
    nightly: null,
  });
});
