import { describe, expect, it } from 'vitest';
import { findDrainBlocker } from '#domain/rolling-upgrade/find-drain-blocker.ts';
import type { RollingBudget } from '#domain/rolling-upgrade/rolling-view.ts';
import { aDrainBudget } from '../../builders/a-drain.ts';
import { aPlacedPod } from '../../builders/a-preflight-reading.ts';
import { aRefusingBudget, at } from '../../builders/a-rolling-view.ts';

type Pod = Parameters<typeof aPlacedPod>[0];

/** Of a node that is drained since minute 5, at minute 20. */
const blockerOf = (pods: readonly Pod[], budgets: readonly RollingBudget[] = []) =>
  findDrainBlocker(
    pods.map((pod) => aPlacedPod(pod)),
    budgets,
    { start: at(5), now: at(20) },
  );

describe('what holds a drain up', () => {
  it('is the budget that allows no disruption, with the pod and whose it is', () => {
    expect(blockerOf([{}], [aRefusingBudget(-60)])).toEqual({
      by: 'pdb shop/web',
      pod: 'shop/web-1',
      owner: 'Deployment shop/web',
      since: at(5),
    });
  });

  it.each<[string, number | null, number]>([
    ['since the drain began, if it refused before', -60, 5],
    ['since it refuses, if it let others go before', 12, 12],
    ['since the drain began, if it does not say since when', null, 5],
  ])('holds %s', (_, refuses, since) => {
    expect(blockerOf([{}], [aRefusingBudget(refuses)])).toMatchObject({ since: at(since) });
  });

  it.each<[string, Pod, RollingBudget]>([
    ['a budget that lets one go', {}, { budget: aDrainBudget(), refusesSince: null }],
    ['a budget of other pods', { pod: { labels: { app: 'other' } } }, aRefusingBudget(6)],
    ['a budget, for a pod that has not begun', { pod: { phase: 'Pending' } }, aRefusingBudget(6)],
    [
      'a budget that lets broken pods go, for one of those',
      { pod: { isReady: false } },
      aRefusingBudget(6, { letsUnreadyGo: true }),
    ],
  ])('is not %s', (_, pod, budget) => {
    expect(blockerOf([pod], [budget])).toBeNull();
  });

  it('is a budget that Kubernetes has not computed', () => {
    expect(blockerOf([{}], [aRefusingBudget(6, { figures: null })])).toMatchObject({ by: 'pdb shop/web' });
  });

  it('are two budgets on one pod, whatever they let go: no eviction gets past them', () => {
    const free = { budget: aDrainBudget(), refusesSince: null };
    const twin = { budget: aDrainBudget({ name: 'twin' }), refusesSince: null };
    expect(blockerOf([{}], [free, twin])).toMatchObject({ by: 'pdb shop/web, pdb shop/twin', since: at(5) });
  });

  it.each([
    ['its node, where nothing else does', [], 'its node does not end it'],
    ['a finalizer', ['example.com/hold'], 'finalizer example.com/hold'],
  ])('is %s, once a pod should have ended', (_, finalizers, by) => {
    expect(blockerOf([{ pod: { endsAt: at(8), finalizers } }])).toMatchObject({ by, since: at(8) });
    expect(blockerOf([{ pod: { endsAt: at(21), finalizers } }])).toBeNull();
  });

  it('is the one that holds longest, of several', () => {
    const ended = { pod: { name: 'web-9', endsAt: at(8) } };
    expect(blockerOf([{}, ended], [aRefusingBudget(15)])).toMatchObject({ pod: 'shop/web-9' });
    expect(blockerOf([{}, ended], [aRefusingBudget(6)])).toMatchObject({ pod: 'shop/web-1' });
  });
});
