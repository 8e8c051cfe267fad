import { describe, expect, it } from 'vitest';
import {
  heldAt,
  isPausedOtherwise,
  layPause,
  liftPause,
  type Pause,
  type Pauses,
  pauseReason,
  policyPause,
} from '#domain/campaign/pauses.ts';

const since = '2026-11-20T08:00:00Z';
const bob: Pause = { by: 'operator', at: 'stage', since, reason: 'paused by bob: incident' };
const policy: Pause = { by: 'rule', at: 'node-pool', since, reason: 'stage test: 1 of 2 failed' };
const none: Pauses = { paused: null, ruleBeneath: null };
const both: Pauses = { paused: bob, ruleBeneath: policy };
const lay = (...pauses: readonly Pause[]) => pauses.reduce(layPause, none);

describe('two pauses', () => {
  it('of a person and of a rule stand beside each other, whichever was first', () => {
    expect(lay(bob, policy)).toEqual(both);
    expect(lay(policy, bob)).toEqual(both);
  });

  it('of the same kind: the later holds', () => {
    const later: Pause = { ...bob, at: 'cluster' };
    expect(lay(policy, bob, later)).toEqual({ paused: later, ruleBeneath: policy });
    expect(lay(policy, { ...policy, at: 'stage' }).paused?.at).toBe('stage');
  });

  it("are lifted one at a time, the person's first", () => {
    expect(liftPause(both)).toEqual({ paused: policy, ruleBeneath: null });
    expect(liftPause(liftPause(both))).toEqual(none);
  });

  it('hold at the stricter level and for both reasons', () => {
    expect([heldAt(both), heldAt(lay(bob)), heldAt(none)]).toEqual(['node-pool', 'stage', null]);
    expect(pauseReason(both)).toBe('paused by bob: incident; stage test: 1 of 2 failed');
    expect(pauseReason(none)).toBeNull();
  });

  it('tell the failure policy from an operator and from other rules', () => {
    const expired: Pause = { ...policy, at: 'stage', reason: 'gate test: no approval within 4h' };
    const all = [both, lay(policy), lay(bob), none, lay(expired), lay(expired, bob)];
    expect(all.map(policyPause)).toEqual([policy, policy, null, null, null, null]);
    expect(all.map(isPausedOtherwise)).toEqual([false, false, false, false, true, true]);
  });
});
