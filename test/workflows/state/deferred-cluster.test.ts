import { expect, it } from 'vitest';
import { isOfAttempt } from '#domain/status/cluster-report.ts';
import type { CampaignRun } from '#workflows/state/campaign-run.ts';
import { statusOf } from '#workflows/state/campaign-status.ts';
import { aCampaignCluster, aCampaignRun } from '../../builders/a-campaign-run.ts';

const at = '2026-11-20T08:00:00Z';
const stages = [{ name: 'test', clusters: [], gates: [], soak: '0s', window: 'always' }];
const shown = (over: Partial<CampaignRun>, hasSecondAttempt = true) => {
  const busy = aCampaignCluster('aks-a', {
    phase: 'Skipped',
    reason: 'busy for 2h',
    startedAt: null,
    hasSecondAttempt,
  });
  const run = aCampaignRun({ clusters: [busy], ...over });
  const plan = { ...run.plan, stages } as unknown as CampaignRun['plan'];
  return statusOf({ ...run, plan }).stages[0]!.clusters[0]!;
};

it('a busy cluster that is tried again is Deferred, and says when', () => {
  const reason = 'busy for 2h; tried again after the other clusters of stage test';
  expect(shown({})).toMatchObject({ phase: 'Deferred', reason, finishedAt: null });
});

it.each<[string, Partial<CampaignRun>, boolean]>([
  ['its second attempt is over', {}, false],
  ['the campaign is being aborted', { aborted: 'aborted by bob' }, true],
  ['the campaign has ended', { result: { phase: 'Failed', reason: null, at } }, true],
])('it is Skipped once %s', (_when, over, hasSecondAttempt) => {
  expect(shown(over, hasSecondAttempt)).toMatchObject({ phase: 'Skipped', reason: 'busy for 2h' });
});

it.each([
  ['of the attempt that runs', at, true],
  ['of the attempt before it', '2026-11-20T07:59:59Z', false],
])('a report %s is shown: %j', (_of, startedAt, isShown) => {
  expect(isOfAttempt({ startedAt }, { startedAt: at })).toBe(isShown);
  expect(isOfAttempt({ startedAt }, { startedAt: null })).toBe(false);
});
