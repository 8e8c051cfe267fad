import { describe, expect, it } from 'vitest';
import type { EvictionAnswer, EvictionAnswerKind } from '#domain/drain/eviction-answer.ts';
import type { PlacedPod } from '#domain/drain/placed-pod.ts';
import { choosePodsToTry } from '#domain/preflight/findings/eviction-trial.ts';
import { aBudgetStatus, aDrainBudget } from '../../../builders/a-drain.ts';
import { aPlacedPod, preflightFindings, told } from '../../../builders/a-preflight-reading.ts';

const none = aBudgetStatus({ disruptionsAllowed: 0 });
const some = aBudgetStatus({ disruptionsAllowed: 1 });
const chosen = (pods: readonly PlacedPod[], budgets: Parameters<typeof choosePodsToTry>[1] = []) =>
  choosePodsToTry(pods, budgets, new Set(['n1'])).map(({ pod }) => pod.name);

const named = (name: string, over: Parameters<typeof aPlacedPod>[0] = {}) =>
  aPlacedPod({ ...over, pod: { name, ...over.pod } });

describe('the pods whose eviction is tried', () => {
  it('are one of each workload', () => {
    const other = { owner: 'Deployment shop/till' };
    expect(chosen([named('web-1'), named('web-2'), named('till-1', other)])).toEqual(['web-1', 'till-1']);
  });

  it.each([
    ['on another node', { node: 'n2' }],
    ['without a node', { node: null }],
    ['that has finished', { pod: { phase: 'Succeeded' } }],
    ['that is ending', { pod: { endsAt: 1 } }],
    ['of a static manifest', { pod: { isMirror: true } }],
  ])('are none %s', (_, over) => {
    expect(chosen([named('web-1', over)])).toEqual([]);
  });

  it('are none that a budget blocks: that is known without a request', () => {
    expect(chosen([named('web-1')], [aDrainBudget({ figures: none })])).toEqual([]);
    expect(chosen([named('web-1')], [aDrainBudget({ figures: null })])).toEqual([]);
    expect(chosen([named('web-1')], [aDrainBudget({ figures: some })])).toEqual(['web-1']);
  });

  it('are 20 at most', () => {
    const many = Array.from({ length: 30 }, (_, index) =>
      named(`web-${index}`, { owner: `Deployment shop/web-${index}` }),
    );
    expect(chosen(many)).toHaveLength(20);
  });
});

const answered = (
  kind: EvictionAnswerKind,
  over: Partial<EvictionAnswer> = {},
  owner = 'Deployment shop/web',
) => ({
  pod: 'shop/web-1',
  owner,
  answer: { kind, blockedBy: null, message: 'its words', retryAfterMs: null, ...over },
});

describe('an eviction that is only tried', () => {
  it.each(['denied', 'webhook-fails'] as const)(
    'and answered by %s blocks, once for all workloads alike',
    (kind) => {
      const by = { blockedBy: 'webhook guard.example.com' };
      const seen = [answered(kind, by), answered(kind, by, 'Deployment shop/till')];
      expect(told(preflightFindings({ trials: { value: seen } }))).toEqual([
        'blocker dryRunEvictions aks-one-weu: webhook guard.example.com rejects evictions of pods of 2 workloads: a dry-run eviction was answered: its words (Deployment shop/till, Deployment shop/web); find its owner, and allow evictions during the upgrade',
      ]);
    },
  );

  it.each(['accepted', 'gone', 'other-pod', 'budget'] as const)(
    'and answered by %s is nothing to tell',
    (kind) => {
      expect(preflightFindings({ trials: { value: [answered(kind)] } })).toEqual([]);
    },
  );

  it.each(['not-understood', 'no-answer', 'server-trouble'] as const)(
    'and answered by %s leaves it unknown',
    (kind) => {
      expect(told(preflightFindings({ trials: { value: [answered(kind)] } }))).toEqual([
        expect.stringMatching(
          /^unknown dryRunEvictions .*unknown whether pods of 1 workload can be evicted: .*its words/,
        ),
      ]);
    },
  );
});
