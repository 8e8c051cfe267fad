import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ApprovalQuestion,
  approvalsSoFar,
  describeApprovals,
  judgeApproval,
} from '#domain/gate/approval.ts';

const aQuestion = (over: Partial<ApprovalQuestion> = {}): ApprovalQuestion => ({
  says: 'approve',
  gate: 'test',
  approval: { required: true, approvers: ['oncall', 'lead'], quorum: 1 },
  waiting: true,
  digest: 'sha256:1',
  planDigest: 'sha256:1',
  by: 'oncall',
  startedBy: 'alice',
  earlier: [],
  ...over,
});

const anybody = { required: true, approvers: [], quorum: 1 } as const;

const kindOf = (over: Partial<ApprovalQuestion>): string => {
  const verdict = judgeApproval(aQuestion(over));
  return verdict.ok ? 'ok' : verdict.kind;
};

describe('an approval', () => {
  it.each<[string, Partial<ApprovalQuestion>, string]>([
    ['by a named approver counts', {}, 'ok'],
    ['by a named approver counts whatever the case', { by: ' OnCall ' }, 'ok'],
    ['by anyone counts where no approver is named', { approval: anybody, by: 'bob' }, 'ok'],
    ['by another person does not', { by: 'bob' }, 'not-an-approver'],
    ['without a name does not', { approval: anybody, by: '  ' }, 'not-an-approver'],
    ['by the one who started does not, even named', { startedBy: 'oncall' }, 'not-an-approver'],
    [
      'by the one who started does not in another spelling',
      { approval: anybody, by: 'ALICE' },
      'not-an-approver',
    ],
    ['of another plan does not', { digest: 'sha256:2' }, 'other-plan'],
    ['of no plan does not', { digest: '' }, 'other-plan'],
    ['of a short digest does not', { digest: 'sha256:' }, 'other-plan'],
    ['of a gate that does not wait does not', { waiting: false }, 'not-waiting'],
    ['of a gate that does not exist does not', { approval: null }, 'no-gate'],
    ['of a stage without a gate does not', { approval: { ...anybody, required: false } }, 'no-gate'],
  ])('%s', (_rule, over, kind) => {
    expect(kindOf(over)).toBe(kind);
  });

  it.each<[Partial<ApprovalQuestion>, string]>([
    [{ by: 'bob' }, 'bob is not an approver of gate test; oncall or lead may decide'],
    [{ startedBy: 'oncall' }, 'oncall started the campaign; who may decide about gate test: lead'],
    [{ digest: '' }, 'this is about plan (none), but plan sha256:1 runs'],
    [{ waiting: false }, 'gate test does not wait for an approval now'],
    [{ approval: null }, 'there is no gate test in this campaign'],
  ])('refused for %j says so', (over, reason) => {
    expect(judgeApproval(aQuestion(over))).toMatchObject({ ok: false, reason });
  });
});

describe('a gate that more than one person has to pass', () => {
  const approvers = ['oncall', 'lead', 'owner'];

  it.each<[string, number, readonly string[], string, number]>([
    ['one of one is enough', 1, [], 'oncall', 0],
    ['one of two leaves one', 2, [], 'oncall', 1],
    ['the second of two passes', 2, ['lead'], 'oncall', 0],
    ['two earlier words of one person are one', 3, ['lead', 'LEAD'], 'oncall', 1],
    ['more than needed is no less', 1, ['lead', 'owner'], 'oncall', 0],
  ])('%s', (_rule, quorum, earlier, by, missing) => {
    const approval = { required: true, approvers, quorum };
    expect(judgeApproval(aQuestion({ approval, earlier, by }))).toEqual({ ok: true, missing });
  });

  it('refuses a stranger however many have approved', () => {
    expect(kindOf({ earlier: ['lead', 'oncall'], by: 'bob' })).toBe('not-an-approver');
  });

  it.each<[string, string]>([
    ['the same person', 'oncall'],
    ['the same person in another spelling', ' OnCall'],
  ])('takes no second approval of %s', (_rule, by) => {
    const approval = { required: true, approvers, quorum: 3 };
    expect(judgeApproval(aQuestion({ approval, earlier: ['oncall'], by }))).toEqual({
      ok: false,
      kind: 'already-approved',
      reason: `${by} has approved gate test already; 2 more must, and not the same person`,
    });
  });

  it('lets an approver reject it after all', () => {
    expect(kindOf({ says: 'reject', earlier: ['oncall'] })).toBe('ok');
  });

  it.each<[string, number, readonly string[], readonly string[], string]>([
    ['no one yet, anyone may', 2, [], [], '0 of 2 approvals; 2 more needed, of anyone but alice'],
    ['one of two', 2, [], ['anna'], '1 of 2 approvals, by anna; 1 more needed, of anyone but alice or anna'],
    ['one alone, anyone may', 1, [], [], 'approval by anyone but alice'],
    ['one alone, out of those the file names', 1, ['bob', 'alice', 'carol'], [], 'approval by bob or carol'],
    [
      'no approver but the starter',
      1,
      ['alice'],
      [],
      'approval by no one, as no approver is left besides alice',
    ],
    [
      'one of two, out of those the file names',
      2,
      ['anna', 'bob', 'carol'],
      ['anna'],
      '1 of 2 approvals, by anna; 1 more needed, of bob or carol',
    ],
    [
      'the starter, who may not',
      2,
      ['anna', 'ALICE', 'bob'],
      ['anna'],
      '1 of 2 approvals, by anna; 1 more needed, of bob',
    ],
    [
      'one person twice, as older releases took it',
      2,
      [],
      ['anna', 'Anna'],
      '1 of 2 approvals, by anna; 1 more needed, of anyone but alice or anna',
    ],
  ])('reports how it stands: %s', (_rule, quorum, named, words, told) => {
    expect(describeApprovals(approvalsSoFar({ approvers: named, quorum }, words, 'alice'))).toBe(told);
  });

  it('is passed exactly when as many different people as it needs have spoken', () => {
    const person = fc.constantFrom(...approvers);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(person), person, (quorum, earlier, by) => {
        const approval = { required: true, approvers, quorum };
        const verdict = judgeApproval(aQuestion({ approval, earlier, by }));
        const distinct = new Set([...earlier, by]).size;
        if (earlier.includes(by)) expect(verdict).toMatchObject({ ok: false, kind: 'already-approved' });
        else expect(verdict).toEqual({ ok: true, missing: Math.max(0, quorum - distinct) });
      }),
    );
  });
});
