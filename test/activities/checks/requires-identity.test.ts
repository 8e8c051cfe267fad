import { expect, it } from 'vitest';
import { requiresIdentity } from '#activities/checks/requires-identity.ts';
import { scheduleDigest } from '#domain/nightly/schedule-digest.ts';
import { aCampaign } from '../../builders/a-campaign.ts';

const campaign = aCampaign();
const approved = { campaign, specDigest: 'sha256:1' };
const another = { campaign, specDigest: 'sha256:2' };
const schedules = [scheduleDigest(campaign, approved.specDigest)];
const claimsOf = () => Promise.reject(new Error('no proof is judged here'));
const worker = (isRequired: boolean) => ({ isRequired, schedules, claimsOf });

it.each([
  ['without keys', 'a person', null, null, false],
  ['without keys', 'another schedule', null, another, false],
  ['that requires nothing', 'a person', worker(false), null, false],
  ['that requires nothing', 'another schedule', worker(false), another, false],
  ['that requires identities', 'a person', worker(true), null, true],
  ['that requires identities', 'another schedule', worker(true), another, true],
  ['that requires identities', 'an approved schedule', worker(true), approved, false],
])('a worker %s, asked by %s', async (_, __, approvals, scheduled, needed) => {
  expect(await requiresIdentity({ approvals })({ scheduled })).toBe(needed);
});
