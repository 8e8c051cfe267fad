import { describe, expect, it } from 'vitest';
import type { DisruptionBudget } from '#domain/drain/disruption-budget.ts';
import type { DrainPod } from '#domain/drain/drain-pod.ts';
import { controllersToAsk, refuseDrain } from '#domain/drain/refuse-drain.ts';
import { aBudgetStatus, aDrainBudget, aDrainPod, judged, ownedBy } from '../../builders/a-drain.ts';

const spent = aBudgetStatus({ disruptionsAllowed: 0 });
const never = { maxUnavailable: 0, figures: spent };

describe('a budget that can never be met', () => {
  it.each<[string, Partial<DisruptionBudget>, number | null, boolean]>([
    ['maxUnavailable 0', { maxUnavailable: 0 }, null, true],
    ['maxUnavailable 0 %', { maxUnavailable: '0%' }, null, true],
    ['maxUnavailable 0, not computed yet', { maxUnavailable: 0, figures: null }, null, true],
    ['maxUnavailable 1, spent', { maxUnavailable: 1, figures: spent }, null, false],
    ['maxUnavailable 1 %, which rounds up', { maxUnavailable: '1%', figures: spent }, null, false],
    ['minAvailable 100 %', { minAvailable: '100%' }, null, true],
    ['minAvailable 67 % of 3, which rounds up', { minAvailable: '67%', figures: spent }, null, true],
    ['minAvailable 66 % of 3', { minAvailable: '66%', figures: spent }, null, false],
    ['as many as there are', { minAvailable: 3, figures: spent }, 3, true],
    ['more than there are', { minAvailable: 9, figures: spent }, 3, true],
    ['as many as there are, scale unknown', { minAvailable: 3, figures: spent }, null, true],
    ['fewer than there are', { minAvailable: 2, figures: spent }, 3, false],
    ['as many as there are while some replicas are missing', { minAvailable: 3, figures: spent }, 4, false],
    ['as many as are wanted while there are more', { minAvailable: 3 }, 3, false],
    ['a number, not computed yet', { minAvailable: 3, figures: null }, 3, false],
    ['a share, not computed yet', { minAvailable: '67%', figures: null }, 3, false],
    ['neither', { figures: spent }, 3, false],
  ])('%s', (_, budget, scale, isRefused) => {
    const scales = new Map(scale === null ? [] : [[ownedBy('ReplicaSet').uid, scale]]);
    const refusals = refuseDrain(judged(aDrainPod()), [aDrainBudget(budget)], scales);
    expect(refusals.map(({ blockedBy }) => blockedBy)).toEqual(isRefused ? ['pdb shop/web'] : []);
  });

  it.each<[string, Partial<DrainPod>, Partial<DisruptionBudget>]>([
    ['finished pods', { phase: 'Succeeded' }, {}],
    ['mirror pods', { isMirror: true }, {}],
    ['pods of daemon sets', { controller: ownedBy('DaemonSet') }, {}],
    ['pending pods', { phase: 'Pending', isReady: false }, {}],
    ['pods that end already', { endsAt: 0 }, {}],
    ['pods that are not ready, under AlwaysAllow', { isReady: false }, { letsUnreadyGo: true }],
    ['pods of another namespace', { namespace: 'other' }, {}],
    ['pods that it does not select', { labels: { app: 'other' } }, {}],
  ])('does not count for %s', (_, pod, budget) => {
    expect(refuseDrain(judged(aDrainPod(pod)), [aDrainBudget({ ...never, ...budget })])).toEqual([]);
  });

  it('counts for a pod that is not ready under the default policy', () => {
    const figures = aBudgetStatus({ disruptionsAllowed: 0, currentHealthy: 2, desiredHealthy: 3 });
    const budget = aDrainBudget({ maxUnavailable: 0, figures });
    expect(refuseDrain(judged(aDrainPod({ isReady: false })), [budget])).toHaveLength(1);
  });

  it('is no reason while enough others are healthy without a pod that is not ready', () => {
    const enough = aBudgetStatus({ disruptionsAllowed: 0, currentHealthy: 3, desiredHealthy: 3 });
    const budget = aDrainBudget({ minAvailable: 3, figures: enough });
    expect(refuseDrain(judged(aDrainPod({ isReady: false })), [budget])).toEqual([]);
  });
});

describe('two budgets on one pod', () => {
  const two = [aDrainBudget({ maxUnavailable: 1 }), aDrainBudget({ name: 'twin', maxUnavailable: 1 })];

  it('are refused with both names', () => {
    expect(refuseDrain(judged(aDrainPod()), two)).toMatchObject([
      { blockedBy: 'pdb shop/web, pdb shop/twin', reason: expect.stringContaining('shop/web-1') },
    ]);
  });

  it.each([
    ['finished', { phase: 'Failed' }],
    ['pending', { phase: 'Pending' }],
    ['of a daemon set', { controller: ownedBy('DaemonSet') }],
  ])('do not matter to a pod that is %s', (_, pod) => {
    expect(refuseDrain(judged(aDrainPod(pod)), two)).toEqual([]);
  });
});

it('names every pod that keeps the drain from being begun', () => {
  const pods = judged(
    aDrainPod({ name: 'naked', controller: null }),
    aDrainPod(),
    aDrainPod({ name: 'web-2' }),
  );
  expect(refuseDrain(pods, [aDrainBudget(never)]).map(({ pod }) => pod.name)).toEqual([
    'naked',
    'web-1',
    'web-2',
  ]);
});

describe('scales', () => {
  it.each<[string, Partial<DisruptionBudget>, number]>([
    ['a number that lets none go now', { minAvailable: 3, figures: spent }, 1],
    ['a number that lets one go now', { minAvailable: 2 }, 0],
    ['a share', { minAvailable: '50%', figures: spent }, 0],
    ['maxUnavailable', { maxUnavailable: 1, figures: spent }, 0],
  ])('are asked for where they decide: %s', (_, budget, asked) => {
    const pods = judged(aDrainPod(), aDrainPod({ name: 'web-2' }));
    expect(controllersToAsk(pods, [aDrainBudget(budget)])).toHaveLength(asked);
  });
});
