import { describe, expect, it } from 'vitest';
import { type ApprovalQuestion, judgeApproval } from '#domain/gate/approval.ts';

const aQuestion = (over: Partial<ApprovalQuestion> = {}): ApprovalQuestion => ({
  gate: 'test',
  approval: { required: true, approvers: ['oncall', 'lead'] },
  waiting: true,
  digest: 'sha256:1',
  planDigest: 'sha256:1',
  by: 'oncall',
  startedBy: 'alice',
  ...over,
});

const kindOf = (over: Partial<ApprovalQuestion>): string => {
  const verdict = judgeApproval(aQuestion(over));
  return verdict.ok ? 'ok' : verdict.kind;
};

describe('an approval', () => {
  it.each<[string, Partial<ApprovalQuestion>, string]>([
    ['by a named approver counts', {}, 'ok'],
    ['by a named approver counts whatever the case', { by: ' OnCall ' }, 'ok'],
    [
      'by anybody counts where nobody is named',
      { approval: { required: true, approvers: [] }, by: 'bob' },
      'ok',
    ],
    ['by somebody else does not', { by: 'bob' }, 'not-an-approver'],
    ['by nobody does not', { approval: { required: true, approvers: [] }, by: '  ' }, 'not-an-approver'],
    ['by the one who started does not, even named', { startedBy: 'oncall' }, 'not-an-approver'],
    [
      'by the one who started does not in another spelling',
      { approval: { required: true, approvers: [] }, by: 'ALICE' },
      'not-an-approver',
    ],
    ['of another plan does not', { digest: 'sha256:2' }, 'other-plan'],
    ['of no plan does not', { digest: '' }, 'other-plan'],
    ['of a short digest does not', { digest: 'sha256:' }, 'other-plan'],
    ['of a gate that does not wait does not', { waiting: false }, 'not-waiting'],
    ['of a gate that does not exist does not', { approval: null }, 'no-gate'],
    ['of a stage that asks nobody does not', { approval: { required: false, approvers: [] } }, 'no-gate'],
  ])('%s', (_rule, over, kind) => {
    expect(kindOf(over)).toBe(kind);
  });

  it.each<[Partial<ApprovalQuestion>, string]>([
    [{ by: 'bob' }, 'bob is not an approver of gate test (oncall, lead)'],
    [{ startedBy: 'oncall' }, 'oncall started the campaign; somebody else has to decide at gate test'],
    [{ digest: '' }, 'this is about plan (none), but plan sha256:1 runs'],
    [{ waiting: false }, 'gate test does not wait for an approval now'],
    [{ approval: null }, 'there is no gate test in this campaign'],
  ])('refused for %j says so', (over, reason) => {
    expect(judgeApproval(aQuestion(over))).toMatchObject({ ok: false, reason });
  });
});
