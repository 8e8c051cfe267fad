import { describe, expect, it } from 'vitest';
import { chooseEvictions } from '#domain/drain/choose-evictions.ts';
import type { DisruptionBudget } from '#domain/drain/disruption-budget.ts';
import { type DrainLog, emptyLog, noteAnswer, noteListing } from '#domain/drain/drain-log.ts';
import type { DrainPod } from '#domain/drain/drain-pod.ts';
import type { EvictionAnswer, EvictionAnswerKind } from '#domain/drain/eviction-answer.ts';
import { aBudgetStatus, aDrainBudget, aDrainPod, judged, ownedBy } from '../../builders/a-drain.ts';

const [a, b, c] = ['a', 'b', 'c'].map((name) => aDrainPod({ name })) as [DrainPod, DrainPod, DrainPod];
const allowing = (disruptionsAllowed: number, parts: Partial<DisruptionBudget> = {}) =>
  aDrainBudget({ figures: aBudgetStatus({ disruptionsAllowed }), ...parts });

function listed(...pods: readonly DrainPod[]): DrainLog {
  return noteListing(emptyLog, judged(...pods), 0);
}

function answered(log: DrainLog, pod: DrainPod, kind: EvictionAnswerKind, now = 0): DrainLog {
  const answer: EvictionAnswer = { kind, blockedBy: null, message: '', retryAfterMs: null };
  return noteAnswer(log, pod.uid, answer, now);
}

function sent(log: DrainLog, budgets: readonly DisruptionBudget[], now = 0): string {
  return chooseEvictions(log, budgets, now)
    .send.map(({ name }) => name)
    .join(' ');
}

describe('in a pass', () => {
  it('a pod that no budget covers goes at once', () => {
    expect(sent(listed(a, b, c), [])).toBe('a b c');
    expect(sent(listed(a, b, c), [allowing(0, { namespace: 'other' })])).toBe('a b c');
  });

  it.each([
    [1, 'a'],
    [2, 'a b'],
    [3, 'a b c'],
  ])('a budget that allows %i is spent that far', (allowed, names) => {
    expect(sent(listed(a, b, c), [allowing(allowed)])).toBe(names);
  });

  it('every budget is spent separately', () => {
    const other = aDrainPod({ name: 'd', labels: { app: 'api' } });
    const selector = { matchLabels: { app: 'api' }, matchExpressions: [] };
    expect(sent(listed(a, b, other), [allowing(1), allowing(1, { name: 'api', selector })])).toBe('a d');
  });

  it('a pod that has to wait for a budget is known by its name', () => {
    const { blocked } = chooseEvictions(listed(a, b), [allowing(1)], 0);
    expect(blocked).toEqual([{ pod: b, blockedBy: 'pdb shop/web' }]);
  });

  it('a budget that allows nothing is asked for one pod, and again after 5 s', () => {
    const refused = answered(listed(a, b), a, 'budget');
    expect(sent(listed(a, b), [allowing(0)])).toBe('a');
    expect(sent(refused, [allowing(0)], 4_999)).toBe('');
    expect(sent(refused, [allowing(0)], 5_000)).toBe('a');
  });

  it('a budget that has just let one go is not asked for the next one until its status allows it', () => {
    const ending = noteListing(answered(listed(a, b), a, 'accepted'), judged({ ...a, endsAt: 30_000 }, b), 1);
    expect(sent(ending, [allowing(0)], 1_000)).toBe('');
    expect(sent(noteListing(ending, judged(b), 2), [allowing(0)], 4_999)).toBe('');
    expect(sent(noteListing(ending, judged(b), 2), [allowing(1)], 1_000)).toBe('b');
  });

  it('a pod that a budget refused is asked for as soon as it allows something, but a second later at the earliest', () => {
    const refused = answered(listed(a), a, 'budget');
    expect(sent(refused, [allowing(1)], 999)).toBe('');
    expect(sent(refused, [allowing(1)], 1_000)).toBe('a');
  });

  it('a budget that is not computed is left to the API server', () => {
    expect(sent(listed(a, b), [allowing(0, { figures: null })])).toBe('a b');
  });

  it('pods that are not ready go unpaid under AlwaysAllow', () => {
    const unready = aDrainPod({ name: 'u', isReady: false });
    expect(sent(listed(a, unready), [allowing(0, { letsUnreadyGo: true })])).toBe('a u');
    expect(
      sent(listed(a, unready), [
        allowing(0, { figures: aBudgetStatus({ disruptionsAllowed: 0, currentHealthy: 1 }) }),
      ]),
    ).toBe('a');
  });

  it.each<[EvictionAnswerKind, number]>([
    ['denied', 5_000],
    ['conflict', 500],
    ['no-answer', 1_000],
  ])('a pod that met %s is asked for again after %i ms', (kind, delay) => {
    const refused = answered(listed(a), a, kind);
    expect(sent(refused, [], delay - 1)).toBe('');
    expect(sent(refused, [], delay)).toBe('a');
  });

  it('a pod that is given up is not asked for again', () => {
    expect(sent(answered(listed(a, b), a, 'two-budgets'), [], 60_000)).toBe('b');
  });

  it('a pod that terminates is not evicted again', () => {
    const log = answered(listed(a, b), a, 'accepted');
    expect(sent(noteListing(log, judged({ ...a, endsAt: 30_000 }, b), 10_000), [], 10_000)).toBe('b');
  });

  it('what was accepted and has not begun to end is asked for again', () => {
    const log = answered(listed(a), a, 'accepted');
    expect(sent(log, [], 4_999)).toBe('');
    expect(sent(log, [], 5_000)).toBe('a');
  });

  it('mirror and daemon set pods are never asked for', () => {
    const ofDaemonSet = aDrainPod({ name: 'd', controller: ownedBy('DaemonSet') });
    expect(sent(listed(aDrainPod({ isMirror: true }), ofDaemonSet), [])).toBe('');
  });
});

describe('what the cluster depends on', () => {
  const critical = aDrainPod({ name: '0-dns', isCritical: true });

  it('goes last (N12)', () => {
    expect(sent(listed(critical, a), [])).toBe('a');
    const ending = noteListing(
      answered(listed(critical, a), a, 'accepted'),
      judged(critical, { ...a, endsAt: 0 }),
      1,
    );
    expect(sent(ending, [], 1)).toBe('');
    expect(sent(noteListing(ending, judged(critical), 2), [], 2)).toBe('0-dns');
  });

  it('does not wait for those that are blocked', () => {
    const blocked = answered(listed(critical, a), a, 'denied');
    expect(sent(blocked, [], 1)).toBe('0-dns');
  });
});
