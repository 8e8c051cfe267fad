import { describe, expect, it } from 'vitest';
import {
  type ForceQuestion,
  type ForceTimes,
  judgeForce,
  judgeForceTimes,
  mayForceHelp,
} from '#domain/gate/force.ts';

const hour = 3_600_000;
const terms = { approvers: ['lead'], longestMs: 4 * hour };

const verdictOn = (over: Partial<ForceQuestion>) =>
  judgeForce({ terms, cluster: 'aks-pay', by: 'lead', startedBy: 'alice', forMs: hour, ...over });

describe('one more attempt by force', () => {
  it.each<[string, Partial<ForceQuestion>]>([
    ['a named approver', {}],
    [
      'anybody else than the starter, where nobody is named',
      { terms: { ...terms, approvers: [] }, by: 'bob' },
    ],
    ['the longest time that the file allows', { forMs: 4 * hour }],
  ])('is allowed for %s', (_, over) => {
    expect(verdictOn(over)).toEqual({ ok: true });
  });

  it.each<[string, Partial<ForceQuestion>, string, string]>([
    ['a file that says nothing of it', { terms: null }, 'not-allowed', 'spec.forceUpgrade'],
    ['the one who started the campaign', { startedBy: 'Lead' }, 'not-an-approver', 'someone else'],
    [
      'somebody who is not named',
      { by: 'bob' },
      'not-an-approver',
      'bob is not an approver of force for aks-pay (spec.forceUpgrade); ',
    ],
    ['longer than the file allows', { forMs: 4 * hour + 1 }, 'not-allowed', '4h at most'],
    ['no time', { forMs: 0 }, 'not-allowed', '4h at most'],
    ['a time that is none', { forMs: Number.NaN }, 'not-allowed', '4h at most'],
  ])('is refused for %s', (_, over, kind, reason) => {
    expect(verdictOn(over)).toMatchObject({ ok: false, kind, reason: expect.stringContaining(reason) });
  });
});

describe('a force that was switched on', () => {
  it.each<[string, string, ForceTimes]>([
    ['is in force until its end', 'in-force', { sentAt: 0, until: hour, now: hour - 1 }],
    ['is in force where the cluster had it already', 'in-force', { sentAt: null, until: hour, now: 1 }],
    ['is over once its end went by with nobody there', 'over', { sentAt: 1, until: hour, now: hour }],
    [
      'came late, and never was in force, after a gate that stood closed',
      'late',
      { sentAt: hour, until: hour, now: hour + 1 },
    ],
    ['came late where nothing was sent at all', 'late', { sentAt: null, until: hour, now: hour }],
  ])('%s', (_, verdict, times) => {
    expect(judgeForceTimes(times)).toBe(verdict);
  });

  it('may be said anew once it is over', () => {
    expect(mayForceHelp('force-over')).toBe(true);
  });
});
