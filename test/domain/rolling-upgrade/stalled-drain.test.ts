import { describe, expect, it } from 'vitest';
import {
  type DrainEnd,
  describeDrainBlocker,
  describeTooLong,
  describeWithdrawn,
  forRollback,
  type StalledDrainPolicy,
  showBlockedAfterMs,
  stallLevel,
} from '#domain/rolling-upgrade/stalled-drain.ts';
import { at } from '../../builders/a-rolling-view.ts';

const minute = 60_000;
const blocker = { by: 'pdb shop/web', pod: 'shop/web-1', owner: 'Deployment shop/web', since: at(0) };
const blocked = { name: 'n1', step: 'draining', podsLeft: 1, since: at(0), blocker } as const;
const free = { ...blocked, name: 'n2', blocker: null } as const;

/** Reported after 10 minutes, acted upon after 20. */
const levelAt = (
  minutes: number,
  afterwards: StalledDrainPolicy['afterwards'] = 'Ask',
  nodes: Parameters<typeof stallLevel>[1] = [free, blocked],
  notBefore = 0,
) =>
  stallLevel({ notifyAfterMs: 10 * minute, afterwards, afterMs: 20 * minute }, nodes, {
    now: at(minutes),
    notBefore,
  });

describe('a drain that is blocked', () => {
  it.each([
    [9, 'none'],
    [10, 'notify'],
    [19, 'notify'],
    [20, 'act'],
  ])('is after %i minutes: %s', (minutes, level) => {
    expect(levelAt(minutes)).toBe(level);
    expect(levelAt(minutes, 'Abort')).toBe(level);
  });

  it('is never acted upon where the file says to wait', () => {
    expect(levelAt(600, 'Wait')).toBe('notify');
  });

  it('is not acted upon before the instant until which a person said to wait', () => {
    expect(levelAt(30, 'Ask', [blocked], at(40))).toBe('notify');
    expect(levelAt(40, 'Ask', [blocked], at(40))).toBe('act');
  });

  it.each([
    ['Wait', 'Wait'],
    ['Ask', 'Ask'],
    ['Abort', 'Ask'],
  ] as const)('on a rollback is, where the file says %s, for: %s', (said, done) => {
    const policy = { notifyAfterMs: 10 * minute, afterMs: 20 * minute };
    expect(forRollback({ ...policy, afterwards: said })).toEqual({ ...policy, afterwards: done });
  });

  it('is no more, once no node is', () => {
    expect(levelAt(600, 'Ask', [free])).toBe('none');
  });
});

describe('a question about a drain that is blocked', () => {
  it.each<[string, DrainEnd]>([
    ['the drain continued', { kind: 'went-on' }],
    ['the operation ended', { kind: 'ended', failure: null }],
    ['the operation ended without success', { kind: 'ended', failure: 'drain-blocked' }],
    [
      'the time that the file allows for it was over, and the drain was still blocked',
      { kind: 'ended', failure: 'took-too-long' },
    ],
  ])('is taken back because %s', (why, end) => {
    expect(describeWithdrawn(end)).toBe(why);
  });

  it('is followed, once the time is over, by one that names what blocks it', () => {
    const by = 'pdb shop/web: pod shop/web-1, since 10:12';
    expect(describeTooLong('upgrading np1', by)).toBe(
      `Still running: upgrading np1; its drain is blocked by ${by}.`,
    );
    expect(describeTooLong('upgrading np1', null)).toBe('Still running: upgrading np1.');
  });
});

describe('what is shown of a blocked drain', () => {
  const onNode = (over: Partial<typeof blocker> = {}) => ({
    ...blocked,
    blocker: { ...blocker, since: at(5), ...over },
  });

  it('names budget, pod, owner, node and for how long it is blocked, not for how long it is drained', () => {
    expect(describeDrainBlocker([free, onNode()], at(17))).toBe(
      'pdb shop/web: pod shop/web-1 of Deployment shop/web on n1, for 12m',
    );
  });

  it('names the instant where it is read later', () => {
    expect(describeDrainBlocker([onNode()], at(17), 'since')).toBe(
      'pdb shop/web: pod shop/web-1 of Deployment shop/web on n1, since 2026-04-01T08:05:00Z',
    );
  });

  it('names a pod without an owner once', () => {
    expect(describeDrainBlocker([onNode({ owner: 'Pod shop/web-1' })], at(17))).toBe(
      'pdb shop/web: pod shop/web-1 on n1, for 12m',
    );
  });

  it('is nothing at first: budgets refuse for seconds all the time', () => {
    expect(describeDrainBlocker([onNode()], at(5) + showBlockedAfterMs - 1)).toBeNull();
    expect(describeDrainBlocker([onNode()], at(5) + showBlockedAfterMs)).not.toBeNull();
  });

  it('is nothing where nothing blocks', () => {
    expect(describeDrainBlocker([free], at(60))).toBeNull();
  });
});
