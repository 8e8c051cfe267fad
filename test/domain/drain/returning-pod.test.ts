import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseEvictions } from '#domain/drain/choose-evictions.ts';
import { type DrainLog, emptyLog, noteAnswer, noteListing, remaining } from '#domain/drain/drain-log.ts';
import type { DrainPod } from '#domain/drain/drain-pod.ts';
import { reportPods } from '#domain/drain/drain-report.ts';
import { type Arrival, arrivalOf, describeReturn } from '#domain/drain/returning-pod.ts';
import { aDrainPod, judged, ownedBy } from '../../builders/a-drain.ts';

const pod = (name: string, parts: Partial<DrainPod> = {}) => aDrainPod({ name, ...parts });
const naked = { controller: null };
const zone = { 'topology.kubernetes.io/zone': '1' };
const tolerant = { toleratesCordon: true };
const other = { controller: { ...ownedBy('ReplicaSet'), uid: 'another' } };

describe('a pod that was not there before', () => {
  it.each<[string, readonly [DrainPod, Arrival][], DrainPod, boolean, Arrival]>([
    ['of a controller that had none is new', [[pod('a'), 'first']], pod('b', other), true, 'first'],
    ['comes late before the scheduler knows', [[pod('a'), 'first']], pod('b'), false, 'late'],
    ['has returned once it knows', [[pod('a'), 'first']], pod('b'), true, 'returned'],
    [
      'that tolerates the cordon has returned at once',
      [[pod('a'), 'first']],
      pod('b', tolerant),
      false,
      'returned',
    ],
    [
      'has returned where every pod had a successor already',
      [
        [pod('a'), 'first'],
        [pod('b'), 'late'],
      ],
      pod('c'),
      false,
      'returned',
    ],
    [
      'comes late for each pod that was there',
      [
        [pod('a'), 'first'],
        [pod('b'), 'first'],
        [pod('c'), 'late'],
      ],
      pod('d'),
      false,
      'late',
    ],
    [
      'of no controller is known by its name',
      [[pod('a', { ...naked, labels: {} }), 'first']],
      pod('a', { ...naked, labels: {}, uid: '2' }),
      true,
      'returned',
    ],
    [
      'of no controller and another name is new',
      [[pod('a', { ...naked, labels: zone }), 'first']],
      pod('b', { ...naked, labels: zone }),
      true,
      'first',
    ],
    [
      'of no controller is known by its labels',
      [[pod('a', naked), 'first']],
      pod('b', naked),
      true,
      'returned',
    ],
    [
      'of another namespace is another one',
      [[pod('a', naked), 'first']],
      pod('a', { ...naked, namespace: 'pay' }),
      true,
      'first',
    ],
  ])('%s', (_, known, found, isSettled, arrival) => {
    const entries = known.map(([each, as]) => ({ judged: { pod: each }, arrival: as }));
    expect(arrivalOf(found, entries, isSettled)).toBe(arrival);
  });

  it.each<[Partial<DrainPod>, string]>([
    [{}, 'ReplicaSet web: recreated here, bound to the node by name (spec.nodeName)'],
    [tolerant, 'ReplicaSet web: recreated here, tolerates the cordon'],
    [naked, 'its creator: recreated here, bound to the node by name (spec.nodeName)'],
  ])('is told as what it is: %j', (parts, told) => {
    expect(describeReturn(pod('a', parts))).toBe(told);
  });
});

describe('pods that always come back', () => {
  it('are evicted at most twice a place, each once, and then end the drain', () => {
    const looks = fc.array(fc.record({ isSettled: fc.boolean(), returns: fc.boolean() }), { maxLength: 30 });
    const one = fc.record({ owner: fc.nat(2), isTolerant: fc.boolean() });
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 6 }), looks, (places, rest) => {
        const made = places.map(() => 0);
        const inPlace = (index: number) => {
          const { owner = 0, isTolerant = false } = places[index] ?? {};
          const controller = { ...ownedBy('ReplicaSet'), uid: `owner ${owner}` };
          return pod(`p${index}-${made[index]}`, { controller, toleratesCordon: isTolerant });
        };
        let there = places.map((_, index) => inPlace(index));
        const evicted: string[] = [];
        let [log, now, hasSettled]: [DrainLog, number, boolean] = [emptyLog, 0, false];
        for (const { isSettled, returns } of [
          { isSettled: false, returns: true },
          ...rest,
          last,
          last,
          last,
        ]) {
          hasSettled ||= isSettled;
          now += 10_000;
          log = noteListing(log, judged(...there), now, hasSettled);
          const { send } = chooseEvictions(log, [], now);
          for (const { uid } of send) {
            evicted.push(uid);
            const accepted = { kind: 'accepted', message: '', blockedBy: null, retryAfterMs: null } as const;
            log = noteAnswer(log, uid, accepted, now);
          }
          there = there.map((each, index) => {
            if (!returns || !send.some(({ uid }) => uid === each.uid)) return each;
            made[index] = (made[index] ?? 0) + 1;
            return inPlace(index);
          });
          there = there.filter(({ uid }) => !send.some((each) => each.uid === uid));
        }
        log = noteListing(log, judged(...there), now, true);
        expect(remaining(log)).toEqual([]);
        expect(new Set(evicted).size).toBe(evicted.length);
        expect(evicted.length).toBeLessThanOrEqual(2 * places.length);
        const returned = reportPods(log, now, { hasBegun: true }).filter(
          (each) => each.outcome === 'returned',
        );
        expect(returned.map(({ uid }) => uid).toSorted()).toEqual(there.map(({ uid }) => uid).toSorted());
      }),
    );
  });
});

const last = { isSettled: true, returns: true };
