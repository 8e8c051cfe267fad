import { describe, expect, it } from 'vitest';
import type { FailurePolicy } from '#domain/campaign/campaign.ts';
import { clusterEnd } from '#domain/outcome/stage-verdict.ts';
import type { CarriedCampaign } from '#protocol/campaign.ts';
import { carriedClusters } from '#workflows/campaign/carry-over.ts';
import { openFailureBudget } from '#workflows/campaign/failure-budget.ts';
import { abortVerb } from '#workflows/operator/abort-verb.ts';
import { clusterStateOf } from '#workflows/state/campaign-cluster.ts';
import { failedCount } from '#workflows/state/campaign-status.ts';
import { aRing } from '../../builders/a-campaign.ts';
import { aCampaignCluster, aCampaignRun } from '../../builders/a-campaign-run.ts';

const strict: FailurePolicy = {
  maxFailures: 0,
  minSuccess: '100%',
  maxConsecutive: 1,
  onExceeded: 'Pause',
};
const lenient: FailurePolicy = { ...strict, maxFailures: '100%', minSuccess: '0%', maxConsecutive: null };
const said = { by: 'bob', reason: 'moves next week' };

const idOf = (name: string) => aCampaignCluster(name).plan.resourceId;

/** Of three clusters: aks-done has completed, aks-a runs, aks-b is yet to begin. */
function aStage(failurePolicy: FailurePolicy) {
  const run = aCampaignRun({
    clusters: [
      aCampaignCluster('aks-done', { phase: 'Completed' }),
      aCampaignCluster('aks-a', { phase: 'Running' }),
      aCampaignCluster('aks-b'),
    ],
  });
  const budget = openFailureBudget(run, aRing('test', { failurePolicy }), 3);
  budget.end(idOf('aks-done'), 'succeeded');
  return { run, budget };
}

describe.each([
  ['maxFailures 0', strict],
  ['all may fail', { ...lenient, onExceeded: 'Abort' }],
] as const)('%s: a cluster that ends', (_name, policy) => {
  it.each([
    ['aborted by a person while it ran', 'Aborted', false, false, false],
    ['aborted before anything was sent', 'Aborted', true, false, false],
    ['aborted in its question, untouched', 'Aborted', true, true, false],
    ['skipped in its question, untouched', 'Skipped', true, true, false],
    ['aborted in its question, half upgraded', 'Aborted', false, true, true],
    ['skipped in its question, half upgraded', 'Skipped', false, true, true],
    ['failed', 'Failed', false, false, true],
    ['rolled back', 'RolledBack', false, false, true],
  ] as const)('%s', (_case, phase, untouched, hasAsked, isFailure) => {
    const { run, budget } = aStage(policy);
    if (hasAsked) budget.end(idOf('aks-a'), 'failed');
    Object.assign(run.clusters[1]!, { phase, startedAt: untouched ? null : run.startedAt });
    budget.end(idOf('aks-a'), clusterEnd({ phase, untouched }, budget.hasFailed(idOf('aks-a'))));
    expect({ paused: run.paused !== null, failures: run.failures.size, aborted: run.aborted }).toEqual({
      paused: isFailure && policy === strict,
      failures: isFailure ? 1 : 0,
      aborted: null,
    });
    // What counts as failed is the same on every screen, in later stages and after a continue-as-new.
    expect(failedCount(run)).toBe(isFailure ? 1 : 0);
    openFailureBudget(run, aRing('production'), 1);
    expect(failedCount(run)).toBe(isFailure ? 1 : 0);
    const outline = { stages: [{ name: 'test', clusters: run.clusters.map(({ plan }) => plan) }] };
    const carried = { outline, clusters: run.clusters.map(clusterStateOf) } as unknown as CarriedCampaign;
    expect(failedCount(aCampaignRun({ clusters: carriedClusters(carried) }))).toBe(isFailure ? 1 : 0);
  });
});

it.each([
  ['skipped', undefined],
  ['aborted', 'stage test: no cluster of the stage succeeded (1 aborted, 2 skipped)'],
] as const)('a stage in which all was called off and the last one was %s: %s', (end, reason) => {
  const { run, budget } = aStage(strict);
  budget.end(idOf('aks-done'), 'skipped');
  budget.end(idOf('aks-a'), 'skipped');
  budget.end(idOf('aks-b'), end);
  expect(run.paused?.reason).toBe(reason);
});

it.each([strict, lenient])(
  'the pause after the abort of a stage stays, whatever the policy forgives',
  (policy) => {
    const { run, budget } = aStage(policy);
    abortVerb.act(run, { target: 'stage/test', ...said });
    budget.end(
      idOf('aks-a'),
      clusterEnd({ phase: 'Aborted', untouched: false }, budget.hasFailed(idOf('aks-a'))),
    );
    expect(run.paused?.reason).toBe('stage test was aborted by bob: moves next week');
  },
);

it('clusters of an aborted stage have not failed, whether they ran or had not begun', () => {
  const { run, budget } = aStage(strict);
  abortVerb.act(run, { target: 'stage/test', ...said });
  Object.assign(run.clusters[1]!, { phase: 'Aborted', finishedAt: run.startedAt });
  budget.end(run.clusters[1]!.plan.resourceId, 'aborted');
  expect(run.clusters.map(({ phase }) => phase)).toEqual(['Completed', 'Aborted', 'Aborted']);
  expect(failedCount(run)).toBe(0);
});

it.each([
  ['waits for a decision, and another stage follows', 'NeedsDecision', false, ['paused']],
  ['waits for a decision as the last of all', 'NeedsDecision', true, []],
  ['failed, and another stage follows', 'Failed', false, ['paused']],
  ['failed as the last of all', 'Failed', true, []],
] as const)(
  'the journal has the pause of a stage whose only cluster %s: %s, last stage: %s',
  (_case, phase, isLast, kinds) => {
    const failurePolicy = strict;
    const stage = aRing('test', { failurePolicy });
    const cluster = aCampaignCluster('aks-a', { phase: 'Running' });
    const later = isLast ? [] : [aCampaignCluster('aks-later', { stage: 'production' })];
    const stages = isLast ? [stage] : [stage, aRing('production')];
    const run = aCampaignRun({ clusters: [cluster, ...later] }, { stages });
    const budget = openFailureBudget(run, stage, 1);
    Object.assign(cluster, { phase, startedAt: run.startedAt });
    if (phase === 'Failed') cluster.finishedAt = run.startedAt;
    budget.end(cluster.plan.resourceId, 'failed');
    expect(run.journal.map(({ what }) => what)).toEqual(kinds);
  },
);

it('a failed cluster counts until its retry begins', () => {
  const { run, budget } = aStage(strict);
  const { resourceId } = run.clusters[1]!.plan;
  budget.end(resourceId, 'failed');
  Object.assign(run.clusters[1]!, { phase: 'NotStarted', retried: true });
  expect(failedCount(run)).toBe(1);
  budget.reopen(resourceId);
  expect(failedCount(run)).toBe(0);
});
