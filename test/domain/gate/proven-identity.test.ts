import { describe, expect, it } from 'vitest';
import { judgeApproval } from '#domain/gate/approval.ts';
import { isSamePerson } from '#domain/gate/decider.ts';
import { describeIdentity, identityOf, type ProvenIdentity } from '#domain/gate/proven-identity.ts';
import { everyMalformed } from '../../builders/malformed.ts';

const id = (digit: string) => `00000000-0000-0000-0000-00000000000${digit}`;
const group = id('a');
const claims = {
  oid: id('1'),
  tid: id('f'),
  uti: 'token-1',
  exp: 1_800_000_000,
  azp: id('e'),
  preferred_username: 'eva@contoso.com',
  groups: [group],
  scp: 'Decide',
};
const approvers = [group, id('2'), 'Drydock.Approve'];

function identity(over: object = {}): ProvenIdentity {
  const read = identityOf({ ...claims, ...over }, approvers);
  if (typeof read === 'string') throw new Error(read);
  return read;
}

describe('the identity in a token', () => {
  it.each([
    ['a member of a group', {}, [group]],
    ['someone in no group', { groups: [] }, []],
    ['an object id, in capitals', { oid: id('2').toUpperCase(), groups: undefined }, [id('2')]],
    ['an app role', { groups: undefined, roles: ['Drydock.Approve'] }, ['Drydock.Approve']],
    ['a name that is an approver', { groups: [], preferred_username: 'Drydock.Approve' }, []],
    ['a group with the name of a role', { groups: ['Drydock.Approve'] }, []],
    ['a role with the id of a group', { groups: [], roles: [group] }, []],
    ['an application that is named', { oid: id('2'), groups: [], scp: undefined }, [id('2')]],
    ['groups of no list', { groups: group }, []],
  ])('stands for the approvers that it is: %s', (_, over, standsFor) => {
    expect(identity(over).standsFor).toEqual(standsFor);
  });

  it.each(['oid', 'tid', 'uti', 'exp', 'azp'])('is none without %s', (claim) => {
    expect(identityOf({ ...claims, [claim]: undefined }, approvers)).toMatch(/^the token /);
  });

  it.each([{ scp: undefined }, { idtyp: 'app' }])(
    'is none of an application that is not named (%#)',
    (over) => {
      expect(identityOf({ ...claims, ...over }, approvers)).toMatch('is of an application');
    },
  );

  it('takes the claims of both versions of tokens', () => {
    const old = { azp: undefined, appid: id('e'), preferred_username: undefined, upn: 'eva@old' };
    expect(identity(old)).toMatchObject({ name: 'eva@old', clientId: id('e') });
    expect(identity({ preferred_username: undefined }).name).toBe(id('1'));
  });

  it.each([
    [{ groups: undefined, _claim_names: { groups: 'src1' } }, true],
    [{ groups: undefined, hasgroups: true }, true],
    [{ groups: undefined }, false],
    [{ _claim_names: { groups: 'src1' } }, false],
  ])('knows where Entra left its groups out (%#)', (over, lacksGroups) => {
    expect(identity(over).lacksGroups).toBe(lacksGroups);
  });

  it('is read from anything without an error', () => {
    const full = { ...claims, roles: ['r'], _claim_names: { groups: 'src1' }, upn: 'x', hasgroups: true };
    for (const { change, value } of everyMalformed(full)) {
      if (typeof value !== 'object' || value === null) continue;
      expect(() => identityOf({ ...value }, approvers), change).not.toThrow();
    }
  });
});

describe('a verified approver', () => {
  const eva = identity();
  const judge = (over: Partial<Parameters<typeof judgeApproval>[0]>) =>
    judgeApproval({
      says: 'approve',
      gate: 'test',
      approval: { required: true, approvers, quorum: 2 },
      waiting: true,
      digest: 'sha256:1',
      planDigest: 'sha256:1',
      by: describeIdentity(eva),
      identity: eva,
      startedBy: 'starter@contoso.com (00000000-0000-0000-0000-000000000009)',
      earlier: [],
      ...over,
    });

  it('is one person under two names, and two people under one name', () => {
    const renamed = describeIdentity(identity({ preferred_username: 'eva.married@contoso.com' }));
    expect(isSamePerson(describeIdentity(eva), renamed)).toBe(true);
    expect(isSamePerson(describeIdentity(eva), describeIdentity(identity({ oid: id('3') })))).toBe(false);
    expect(judge({ by: renamed, earlier: [describeIdentity(eva)] })).toMatchObject({
      kind: 'already-approved',
    });
    expect(judge({ startedBy: renamed })).toMatchObject({ kind: 'not-an-approver' });
  });

  it('counts by what the token says, never by the name', () => {
    expect(judge({})).toEqual({ ok: true, missing: 1 });
    const claimsToBe = { by: 'Drydock.Approve', identity: identity({ groups: [] }) };
    expect(judge(claimsToBe)).toMatchObject({ ok: false, kind: 'not-an-approver' });
  });

  it('learns why a group did not count', () => {
    const tooMany = identity({ groups: undefined, _claim_names: { groups: 'src1' } });
    expect(judge({ identity: tooMany })).toMatchObject({ reason: expect.stringContaining('more than 200') });
  });

  it('is not judged before the proof is verified', () => {
    expect(judge({ by: null, identity: undefined })).toMatchObject({ ok: true });
    expect(judge({ by: null, waiting: false })).toMatchObject({ kind: 'not-waiting' });
  });
});
