import { describe, expect, it } from 'vitest';
import {
  type DrainEnd,
  describeTooLong,
  describeWithdrawn,
  forRollback,
  type StalledDrainPolicy,
  stallLevel,
} from '#domain/rolling-upgrade/stalled-drain.ts';
import { at } from '../../builders/a-rolling-view.ts';

const minute = 60_000;
const hold = { by: 'pdb shop/web', pod: 'shop/web-1', owner: 'Deployment shop/web', since: at(0) };
const held = { name: 'n1', step: 'draining', podsLeft: 1, since: at(0), hold } as const;
const free = { ...held, name: 'n2', hold: null } as const;

/** Told after 10 minutes, acted upon after 20. */
const levelAt = (
  minutes: number,
  afterwards: StalledDrainPolicy['afterwards'] = 'Ask',
  nodes: Parameters<typeof stallLevel>[1] = [free, held],
  notBefore = 0,
) =>
  stallLevel({ notifyAfterMs: 10 * minute, afterwards, afterMs: 20 * minute }, nodes, {
    now: at(minutes),
    notBefore,
  });

describe('a drain that is held up', () => {
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
    expect(levelAt(30, 'Ask', [held], at(40))).toBe('notify');
    expect(levelAt(40, 'Ask', [held], at(40))).toBe('act');
  });

  it.each([
    ['Wait', 'Wait'],
    ['Ask', 'Ask'],
    ['Abort', 'Ask'],
  ] as const)('on a way back is, where the file says %s, for: %s', (said, done) => {
    const policy = { notifyAfterMs: 10 * minute, afterMs: 20 * minute };
    expect(forRollback({ ...policy, afterwards: said })).toEqual({ ...policy, afterwards: done });
  });

  it('is no more, once no node is', () => {
    expect(levelAt(600, 'Ask', [free])).toBe('none');
  });
});

describe('a question about a drain that is held up', () => {
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

  it('is followed, once the time is over, by one that names what holds it up', () => {
    const by = 'pdb shop/web: pod shop/web-1, since 10:12';
    expect(describeTooLong('upgrading np1', by)).toBe(
      `Still running: upgrading np1; its drain is blocked by ${by}.`,
    );
    expect(describeTooLong('upgrading np1', null)).toBe('Still running: upgrading np1.');
  });
});
