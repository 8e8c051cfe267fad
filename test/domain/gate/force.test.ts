import { describe, expect, it } from 'vitest';
import {
  type ForceQuestion,
  type ForceTimes,
  isForceSentLate,
  judgeForce,
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
      'anyone except the starter, where no approver is named',
      { terms: { ...terms, approvers: [] }, by: 'bob' },
    ],
    ['the longest time that the file allows', { forMs: 4 * hour }],
  ])('is allowed for %s', (_, over) => {
    expect(verdictOn(over)).toEqual({ ok: true });
  });

  it.each<[string, Partial<ForceQuestion>, string, string]>([
    ['a file that says nothing of it', { terms: null }, 'not-allowed', 'spec.forceUpgrade'],
    ['the one who started the campaign', { startedBy: 'Lead' }, 'not-an-approver', 'who may decide'],
    [
      'a person who is not named',
      { by: 'bob' },
      'not-an-approver',
      'bob is not an approver of force for aks-pay (spec.forceUpgrade); ',
    ],
    ['longer than the file allows', { forMs: 4 * hour + 1 }, 'not-allowed', '4h at most'],
    ['no time', { forMs: 0 }, 'invalid', '4h at most'],
    ['a time that is none', { forMs: Number.NaN }, 'invalid', '4h at most'],
  ])('is refused for %s', (_, over, kind, reason) => {
    expect(verdictOn(over)).toMatchObject({ ok: false, kind, reason: expect.stringContaining(reason) });
  });
});

describe('a force that was switched on', () => {
  it.each<[string, boolean, ForceTimes]>([
    ['was sent in time until its end', false, { sentAt: 0, until: hour, now: hour - 1 }],
    ['needs no sending where the cluster had it already', false, { sentAt: null, until: hour, now: 1 }],
    ['is used up once its end went by while no worker ran', false, { sentAt: 1, until: hour, now: hour }],
    [
      'was sent late after something blocked it until its end',
      true,
      { sentAt: hour, until: hour, now: hour + 1 },
    ],
    ['was sent late where nothing was sent at all', true, { sentAt: null, until: hour, now: hour }],
  ])('%s', (_, isLate, times) => {
    expect(isForceSentLate(times)).toBe(isLate);
  });

  it('may be ordered again once it is over', () => {
    expect(mayForceHelp('force-over')).toBe(true);
  });
});
