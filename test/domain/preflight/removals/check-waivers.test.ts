import { describe, expect, it } from 'vitest';
import { describeFinding } from '#domain/preflight/findings/preflight-finding.ts';
import { checkWaivers, type RemovalsOfCluster } from '#domain/preflight/removals/check-waivers.ts';
import { unreadSource } from '#domain/removal/findings/unread-source.ts';
import { aRemovalFinding } from '../../../builders/a-removal-finding.ts';
import { aRemovalWaiver } from '../../../builders/a-removal-waiver.ts';

const now = Date.parse('2026-11-27T12:00:00Z');
const seen = (
  name: string,
  ...findings: readonly ReturnType<typeof aRemovalFinding>[]
): RemovalsOfCluster => ({
  name,
  removals: { value: { minor: 25, findings, counts: [] } },
});
const lost: RemovalsOfCluster = {
  name: 'lost',
  removals: { unread: { why: 'no answer', permission: 'a way' } },
};
const said = (waiver: ReturnType<typeof aRemovalWaiver>, ...clusters: readonly RemovalsOfCluster[]) =>
  checkWaivers([waiver], clusters, now).map(describeFinding);

describe('a waiver of a campaign file', () => {
  it('is not spoken of while it holds and some cluster shows what it covers', () => {
    expect(said(aRemovalWaiver(), seen('one'), seen('two', aRemovalFinding()))).toEqual([]);
  });

  it('that covers nothing of any cluster is named to be taken out', () => {
    expect(said(aRemovalWaiver({ namespace: 'pay' }), seen('one', aRemovalFinding()))).toEqual([
      'one: the waiver of shop for PodDisruptionBudget pay (policy/v1beta1) matches nothing: no cluster of the plan has such a use; remove it from the file',
    ]);
  });

  it('that has ended is named, whether it covered anything or not', () => {
    const over = aRemovalWaiver({ expires: '2026-11-27T12:00:00Z' });
    const words =
      'one: the waiver of shop for PodDisruptionBudget (policy/v1beta1) has expired: it was valid until 2026-11-27T12:00:00Z; fix what it accepted, or agree on a later date; then remove it from the file';
    expect(said(over, seen('one', aRemovalFinding()))).toEqual([words]);
    expect(said(over, seen('one'))).toEqual([words]);
  });

  it('is not called idle where something could not be read: it may be for that', () => {
    const unread = unreadSource('live-object', { apiVersion: 'v1', kind: 'Secret', location: 'a' }, 'b');
    expect(said(aRemovalWaiver(), seen('one'), lost)).toEqual([]);
    expect(said(aRemovalWaiver(), seen('one', unread))).toEqual([]);
  });

  it('is not spoken of where no cluster is looked at', () => {
    expect(said(aRemovalWaiver(), { name: 'one', removals: null })).toEqual([]);
  });
});
