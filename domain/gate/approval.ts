import type { Approval } from '../campaign/campaign.ts';
import { people, refuseDecider } from './decider.ts';

export interface ApprovalQuestion {
  /** The gate's name: its stage's. */
  readonly gate: string;
  /** What the stage of that name asks for; null: the campaign has no such stage. */
  readonly approval: Pick<Approval, 'required' | 'approvers' | 'quorum'> | null;
  /** Whether the campaign stands at this gate now. */
  readonly waiting: boolean;
  /** The digest that the person saw, and that of the plan which runs. */
  readonly digest: string;
  readonly planDigest: string;
  readonly by: string;
  readonly startedBy: string;
  /** Who has approved at this gate before, of this plan. */
  readonly earlier: readonly string[];
}

export type ApprovalVerdict =
  /** `missing`: how many more different people have to approve after this one; nothing for a rejection. */
  | { readonly ok: true; readonly missing: number }
  | {
      readonly ok: false;
      readonly kind: 'no-gate' | 'not-waiting' | 'other-plan' | 'not-an-approver';
      readonly reason: string;
    };

/**
 * Whether an approval (or a rejection) counts: the gate exists and waits, the words are about this very plan,
 * and they come from a named approver (anybody, where none is named) other than the one who started it.
 */
export function judgeApproval(question: ApprovalQuestion): ApprovalVerdict {
  const { gate, approval, by } = question;
  if (approval === null || !approval.required)
    return { ok: false, kind: 'no-gate', reason: `there is no gate ${gate} in this campaign` };
  if (!question.waiting)
    return { ok: false, kind: 'not-waiting', reason: `gate ${gate} does not wait for an approval now` };
  if (question.digest !== question.planDigest)
    return {
      ok: false,
      kind: 'other-plan',
      reason: `this is about plan ${question.digest || '(none)'}, but plan ${question.planDigest} runs`,
    };
  const reason = refuseDecider({
    by,
    startedBy: question.startedBy,
    approvers: approval.approvers,
    what: `gate ${gate}`,
  });
  if (reason !== null) return { ok: false, kind: 'not-an-approver', reason };
  return { ok: true, missing: Math.max(0, approval.quorum - people([...question.earlier, by]).size) };
}
