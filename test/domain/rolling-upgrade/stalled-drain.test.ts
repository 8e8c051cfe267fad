import { describe, expect, it } from 'vitest';
import { type StalledDrainPolicy, stallLevel } from '#domain/rolling-upgrade/stalled-drain.ts';
import { at } from '../../support/a-rolling-view.ts';

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

  it('is no more, once no node is', () => {
    expect(levelAt(600, 'Ask', [free])).toBe('none');
  });
});
