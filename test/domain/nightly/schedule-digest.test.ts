import { expect, it } from 'vitest';
import type { Campaign } from '#domain/campaign/campaign.ts';
import { scheduleDigest } from '#domain/nightly/schedule-digest.ts';
import { aCampaign, aRing } from '../../builders/a-campaign.ts';

const campaign = aCampaign();
const digest = scheduleDigest(campaign, 'sha256:1');

it('a schedule has one digest, whatever its runs are named', () => {
  expect(scheduleDigest({ ...campaign, name: 'nodes-2026-11-20' }, 'sha256:1')).toBe(digest);
  expect(scheduleDigest(JSON.parse(JSON.stringify(campaign)) as Campaign, 'sha256:1')).toBe(digest);
});

it.each(Object.keys(campaign).filter((field) => field !== 'name'))(
  'and another one with another %s',
  (field) => {
    expect(scheduleDigest({ ...campaign, [field]: 'another' }, 'sha256:1')).not.toBe(digest);
  },
);

it('and another one with another file or ring', () => {
  expect(scheduleDigest(campaign, 'sha256:2')).not.toBe(digest);
  expect(scheduleDigest({ ...campaign, stages: [aRing('elsewhere')] }, 'sha256:1')).not.toBe(digest);
});
