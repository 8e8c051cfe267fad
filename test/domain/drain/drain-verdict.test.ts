import { describe, expect, it } from 'vitest';
import {
  type DrainLog,
  emptyLog,
  noteAnswer,
  noteBlocked,
  noteListing,
  noteSuccessors,
} from '#domain/drain/drain-log.ts';
import type { DrainPod } from '#domain/drain/drain-pod.ts';
import { reportPods, summarizeDrain } from '#domain/drain/drain-report.ts';
import {
  askedPauseMs,
  blockersOf,
  type DrainMoment,
  judgeDrain,
  nextParallelism,
  whyStuck,
} from '#domain/drain/drain-verdict.ts';
import type { EvictionAnswer, EvictionAnswerKind } from '#domain/drain/eviction-answer.ts';
import { aDrainPod, judged, ownedBy } from '../../builders/a-drain.ts';

const a = aDrainPod({ name: 'a' });
const b = aDrainPod({ name: 'b' });
const ending = { ...a, endsAt: 30_000 };

function listed(...pods: readonly DrainPod[]): DrainLog {
  return noteListing(emptyLog, judged(...pods), 0);
}

function answered(
  log: DrainLog,
  pod: DrainPod,
  kind: EvictionAnswerKind,
  parts: Partial<EvictionAnswer> = {},
) {
  return noteAnswer(log, pod.uid, { kind, blockedBy: null, message: '', retryAfterMs: null, ...parts }, 0);
}

function verdict(log: DrainLog, parts: Partial<DrainMoment> = {}) {
  const moment = {
    now: 0,
    deadline: 60_000,
    isNodeGone: false,
    quietPasses: 0,
    skipStuckMs: null,
    lastComers: 0,
  };
  return judgeDrain(log, { ...moment, ...parts });
}

describe('a drain', () => {
  it('of an empty node is done (K16)', () => {
    expect(verdict(emptyLog)).toEqual({ state: 'drained' });
  });

  it('is done when only mirror and daemon set pods are left (K6)', () => {
    const ofDaemonSet = aDrainPod({ controller: ownedBy('DaemonSet') });
    expect(verdict(listed(ofDaemonSet, aDrainPod({ name: 'm', isMirror: true })))).toEqual({
      state: 'drained',
    });
  });

  it('is done when the evicted pods are gone, and not before', () => {
    const log = answered(listed(a), a, 'accepted');
    expect(verdict(noteListing(log, judged(ending), 1)).state).toBe('go-on');
    expect(verdict(noteListing(log, [], 1)).state).toBe('drained');
  });

  it('reads no sooner than it could be over, once all pods are evicted', () => {
    const all = answered(listed(a), a, 'accepted');
    const some = answered(listed(a, b), a, 'accepted');
    const waits = (log: DrainLog, now: number) => verdict(log, { now, lastComers: 1_000 });
    expect(waits(all, 50)).toEqual({ state: 'go-on', waitMs: 950 });
    expect(waits(all, 900)).toEqual({ state: 'go-on', waitMs: 250 });
    expect(waits(some, 50)).toEqual({ state: 'go-on', waitMs: 250 });
  });

  it('is done when another pod has the name (K30)', () => {
    expect(verdict(answered(listed(a), a, 'other-pod')).state).toBe('drained');
  });

  it('is done when the node is gone (N6, N7)', () => {
    expect(verdict(listed(a), { isNodeGone: true }).state).toBe('drained');
  });

  it('ends at its deadline (K31)', () => {
    expect(verdict(listed(a), { now: 59_999 }).state).toBe('go-on');
    expect(verdict(listed(a), { now: 60_000 }).state).toBe('timed-out');
  });

  it('ends when the remaining pods were given up, and not before the others are gone', () => {
    const log = answered(listed(a, b), a, 'two-budgets');
    expect(verdict(log).state).toBe('go-on');
    expect(verdict(noteListing(log, judged(a), 1)).state).toBe('blocked');
  });

  it('ends when a pod has come that may not go', () => {
    expect(verdict(listed(aDrainPod({ controller: null }))).state).toBe('blocked');
  });

  it.each([
    ['K33 ended 100 s ago, limit 10 s', 100_000, 10_000, 'drained'],
    ['K45 not yet due, limit 20 s', 0, 20_000, 'go-on'],
    ['K46 due 1 s ago, limit 20 s', 1_000, 20_000, 'go-on'],
    ['R5 ended 100 s ago, no limit', 100_000, null, 'go-on'],
  ])('does not wait for stuck pods beyond the limit: %s', (_, lateMs, skipStuckMs, state) => {
    const now = 30_000 + lateMs;
    expect(verdict(listed(ending), { now, deadline: 999_999, skipStuckMs }).state).toBe(state);
  });

  it('reads again soon after something has changed, and less often while nothing does', () => {
    const waits = (log: DrainLog) =>
      [0, 1, 2, 3, 9]
        .map((quietPasses) => verdict(log, { quietPasses }))
        .map((each) => 'waitMs' in each && each.waitMs);
    expect(waits(listed(ending))).toEqual([250, 500, 1_000, 1_000, 1_000]);
    expect(waits(listed(a))).toEqual([250, 500, 1_000, 2_000, 2_000]);
  });

  it('reads budgets twice a second while successors of evicted pods start', () => {
    const log = noteBlocked(answered(listed(a, b), a, 'accepted'), b.uid, 'pdb shop/web', 0);
    const waits = (now: number) => {
      const each = verdict(log, { quietPasses: 9, now });
      return 'waitMs' in each && each.waitMs;
    };
    expect([waits(100), waits(4_900), waits(5_000)]).toEqual([500, 500, 1_000]);
  });

  it('does not sleep beyond its deadline (R13)', () => {
    expect(verdict(listed(a), { now: 59_900, quietPasses: 9 })).toEqual({ state: 'go-on', waitMs: 100 });
  });
});

describe('an API server that asks for fewer requests', () => {
  it('gets half as many at a time, then one more after each quiet pass', () => {
    expect(nextParallelism(10, 10, true)).toBe(5);
    expect(nextParallelism(1, 10, true)).toBe(1);
    expect(nextParallelism(5, 10, false)).toBe(6);
    expect(nextParallelism(10, 10, false)).toBe(10);
  });

  it('gets the pause it asks for, and a budget does not count as such', () => {
    expect(askedPauseMs(answered(listed(a), a, 'overloaded', { retryAfterMs: 7_000 }), 0)).toBe(7_000);
    expect(askedPauseMs(answered(listed(a), a, 'budget'), 0)).toBeNull();
  });
});

describe('a pod that does not end', () => {
  const entryOf = (pod: DrainPod) => [...listed(pod).values()][0]!;
  const late = 30_000 + 60_001;

  it.each<[string, Partial<DrainPod>, boolean, string | null]>([
    ['N3 a finalizer', { finalizers: ['example.com/hold'] }, true, 'finalizer example.com/hold'],
    [
      "Kubernetes' own finalizer",
      { finalizers: ['foregroundDeletion'] },
      true,
      'its containers, which do not terminate',
    ],
    ['a lost node', {}, false, 'its node, which is not ready'],
  ])('is held by %s', (_, pod, isNodeReady, why) => {
    const entry = entryOf({ ...ending, ...pod });
    expect(whyStuck(entry, late, isNodeReady)).toBe(why);
    expect(whyStuck(entry, late - 1, isNodeReady)).toBeNull();
  });

  it('is not reported while it was not evicted', () => {
    expect(whyStuck(entryOf(a), late, true)).toBeNull();
  });
});

describe('the report', () => {
  const outcomes = (log: DrainLog, hasBegun = true) =>
    reportPods(log, 5_000, { hasBegun }).map(({ name, outcome }) => `${name} ${outcome}`);

  it('says what became of every pod', () => {
    const pods = ['accepted', 'ended', 'gone', 'held', 'new'].map((name) => aDrainPod({ name }));
    const [accepted, ended, , held] = pods as [DrainPod, DrainPod, DrainPod, DrainPod];
    const skipped = aDrainPod({ name: 'skipped', isMirror: true });
    let log = listed(...pods, skipped);
    for (const pod of [accepted, ended]) log = answered(log, pod, 'accepted');
    log = answered(log, held, 'budget', { blockedBy: 'pdb shop/web' });
    const left = judged({ ...accepted, endsAt: 1 }, held, aDrainPod({ name: 'new' }), skipped);
    expect(outcomes(noteListing(log, left, 2_000))).toEqual([
      'accepted terminating',
      'ended evicted',
      'gone gone',
      'held blocked',
      'new untouched',
      'skipped skipped',
    ]);
  });

  it('lists a pod that comes back under its name once more', () => {
    const log = answered(listed(a), a, 'accepted');
    expect(outcomes(noteListing(log, judged(aDrainPod({ name: 'a', uid: 'another' })), 1))).toEqual([
      'a evicted',
      'a untouched',
    ]);
  });

  it('counts the seconds until a pod was gone', () => {
    expect(reportPods(noteListing(listed(a), [], 2_340), 9_000, { hasBegun: true })).toMatchObject([
      { seconds: 2.3 },
    ]);
  });

  it('says of a refusal that nothing was touched', () => {
    expect(outcomes(noteBlocked(listed(a), a.uid, 'pdb shop/web', 0), false)).toEqual(['a untouched']);
  });

  it.each([
    [0, ['a replaced', 'b replaced']],
    [1, ['a replaced', 'b evicted']],
    [2, ['a evicted', 'b evicted']],
    [9, ['a evicted', 'b evicted']],
  ])('with %i replicas missing', (missing, expected) => {
    let log = answered(answered(listed(a, b), a, 'accepted'), b, 'accepted');
    log = noteListing(log, [], 1);
    const successors = noteSuccessors(log, new Map([[ownedBy('ReplicaSet').uid, missing]]));
    expect(outcomes(successors)).toEqual(expected);
  });

  it('reports who blocks how many since when, the longest first', () => {
    let log = noteBlocked(listed(a, b), a.uid, 'pdb shop/web', 1_000);
    log = noteBlocked(log, b.uid, 'webhook guard', 0);
    expect(blockersOf(log, 5_000)).toEqual([
      { by: 'webhook guard', pods: 1, sinceMs: 5_000 },
      { by: 'pdb shop/web', pods: 1, sinceMs: 4_000 },
    ]);
  });

  it('is small in a history, however many pods there are', () => {
    const many = Array.from({ length: 250 }, (_, index) => aDrainPod({ name: `pod-${index}` }));
    let log = listed(...many);
    for (const { uid } of many) log = noteBlocked(log, uid, 'pdb shop/web', 0);
    const pods = reportPods(log, 0, { hasBegun: true });
    const base = { node: 'n', cordonedByUs: true, uncordoned: false, passes: 1, requests: 1, seconds: 1 };
    const summary = summarizeDrain({ ...base, outcome: 'timed-out', reason: 'x'.repeat(9_999), pods });
    expect(summary.counts).toEqual({ blocked: 250 });
    expect(JSON.stringify(summary).length).toBeLessThan(4_000);
  });
});
