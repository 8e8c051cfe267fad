import { describe, expect, it } from 'vitest';
import { type BootMoment, judgeBoot } from '#domain/reboot/judge-boot.ts';

const judge = (over: Partial<BootMoment>) =>
  judgeBoot({
    before: 'boot-1',
    node: { bootId: 'boot-2', ready: true },
    readySince: 0,
    now: 100,
    readyForMs: 100,
    deadline: 1_000,
    ...over,
  });
const old = { bootId: 'boot-1', ready: true };
const down = { bootId: 'boot-2', ready: false };

describe('a reboot', () => {
  it.each<[string, Partial<BootMoment>, string]>([
    ['proven by another boot that was Ready long enough', {}, 'rebooted'],
    ['not proven while it was Ready too short', { now: 99 }, 'go-on'],
    ['not proven by a node that is Ready in the boot from before', { node: old, readySince: null }, 'go-on'],
    [
      'given its time where it turned Ready right before the deadline',
      { readySince: 950, now: 1_010 },
      'go-on',
    ],
    [
      'none where the boot is the same at the deadline',
      { node: old, readySince: null, now: 1_000 },
      'same-boot',
    ],
    [
      'bad where the node is not Ready at the deadline',
      { node: down, readySince: null, now: 1_000 },
      'not-ready',
    ],
    ['unproven where the node is not seen', { node: null, readySince: null, now: 1_000 }, 'not-ready'],
    [
      'unproven by a node that names no boot',
      { node: { bootId: '', ready: true }, readySince: null },
      'go-on',
    ],
  ])('is %s', (_, over, verdict) => {
    expect(judge(over)).toBe(verdict);
  });
});
