import { describe, expect, it } from 'vitest';
import type { Phase } from '#domain/status/status.ts';
import { conclude } from '#workflows/campaign/conclude-campaign.ts';
import type { CampaignCluster } from '#workflows/state/campaign-cluster.ts';
import type { CampaignRun } from '#workflows/state/campaign-run.ts';
import { statusOf } from '#workflows/state/campaign-status.ts';
import { aCampaignCluster, aCampaignRun } from '../../builders/a-campaign-run.ts';

const at = '2026-11-20T08:00:00Z';
const production = { stage: 'production' } as const;
/** As the plan opens one in which nothing changes. */
const unchanged = (name: string) =>
  aCampaignCluster(name, {
    ...production,
    phase: 'Completed',
    reason: 'nothing to change',
    startedAt: null,
    finishedAt: null,
  });
const notBegun = (name: string) => aCampaignCluster(name, production);
const ended = (name: string, phase: Phase) => aCampaignCluster(name, { ...production, phase });

const rejected = {
  gateDecision: {
    at,
    by: 'bob',
    verb: 'reject',
    target: 'gate/test',
    reason: 'no',
    identity: 'claimed',
  },
} as const;
/** With what a stage reads that began and in which a cluster was not reached. */
const outcomes: readonly (readonly [string, Partial<CampaignRun>, string | null, Phase])[] = [
  ['rejected', rejected, null, 'Aborted'],
  ['aborted', { aborted: 'aborted by bob' }, null, 'Aborted'],
  ['past its deadline', { timedOut: true }, null, 'CompletedWithFailures'],
  ['refused', {}, 'the plan is blocked', 'CompletedWithFailures'],
  ['ended after failures', {}, null, 'CompletedWithFailures'],
  ['deferred to the next scheduled run', { deferredToNextRun: 'paused' }, null, 'Completed'],
];
/** How `production` stood when the campaign ended, and what it reads before and after the end. */
const stages: readonly (readonly [string, () => readonly CampaignCluster[], Phase, Phase | 'cut short'])[] = [
  ['not begun', () => [notBegun('a'), notBegun('b')], 'NotStarted', 'Skipped'],
  ['not begun, one with nothing to change', () => [unchanged('a'), notBegun('b')], 'NotStarted', 'Skipped'],
  ['all with nothing to change', () => [unchanged('a'), unchanged('b')], 'Completed', 'Completed'],
  ['begun, one not', () => [ended('a', 'Completed'), notBegun('b')], 'Running', 'cut short'],
  ['failed, one with nothing to change', () => [ended('a', 'Failed'), unchanged('b')], 'Failed', 'Failed'],
  [
    'mixed',
    () => [ended('a', 'Completed'), ended('b', 'Failed')],
    'CompletedWithFailures',
    'CompletedWithFailures',
  ],
];
const cases = outcomes.flatMap(([outcome, over, refusal, cutShort]) =>
  stages.map(
    ([what, clusters, before, after]) =>
      [
        outcome,
        what,
        { over, refusal, clusters, before, after: after === 'cut short' ? cutShort : after },
      ] as const,
  ),
);

describe('a campaign', () => {
  it.each(cases)('%s: a stage that was %s', (_outcome, _what, { over, refusal, clusters, before, after }) => {
    const run = aCampaignRun({
      clusters: [aCampaignCluster('aks-test', { phase: 'Completed' }), ...clusters()],
      stageIsOpen: false,
      ...over,
    });
    const outline = { clusters: [], gates: [], soak: '0s', window: 'always' };
    run.plan = {
      digest: 'sha256:1',
      target: '1.34.1',
      blocked: [],
      stages: ['test', 'production'].map((name) => ({ name, ...outline })),
    };
    const read = () => statusOf(run).stages[1]?.phase;
    if (before === 'Running') run.stage = 'production';
    expect(read()).toBe(before);
    conclude(run, refusal);
    expect(read()).toBe(after);
  });
});

it('one whose turn never came is Skipped as not reached', () => {
  const run = aCampaignRun({ clusters: [notBegun('a')], ...rejected });
  conclude(run, null);
  expect(run.clusters[0]).toMatchObject({ phase: 'Skipped', reason: 'not reached', startedAt: null });
});
