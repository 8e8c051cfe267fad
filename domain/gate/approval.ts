import type { Approval } from '../campaign/campaign.ts';
import {
  type DeciderQuestion,
  type Deciders,
  decidersOf,
  describeDeciders,
  distinctPeople,
  isSamePerson,
  people,
  refuseDecider,
} from './decider.ts';

export interface ApprovalQuestion {
  /** Anyone who has approved may still reject, but not approve again. */
  readonly says: 'approve' | 'reject';
  /** The gate's name: its stage's. */
  readonly gate: string;
  /** What the stage of that name asks for; null: the campaign has no such stage. */
  readonly approval: Pick<Approval, 'required' | 'approvers' | 'quorum'> | null;
  /** Whether the campaign stands at this gate now. */
  readonly waiting: boolean;
  /** The digest that the person saw, and that of the plan which runs. */
  readonly digest: string;
  readonly planDigest: string;
  /** null: who it is has yet to be verified. */
  readonly by: string | null;
  /** Of `by`; absent: a name that is only claimed. */
  readonly identity?: DeciderQuestion['identity'];
  readonly startedBy: string;
  /** Who has approved at this gate before, of this plan. */
  readonly earlier: readonly string[];
}

export type ApprovalVerdict =
  /** `missing`: how many more different people have to approve after this one; nothing for a rejection. */
  | { readonly ok: true; readonly missing: number }
  | {
      readonly ok: false;
      readonly kind: 'no-gate' | 'not-waiting' | 'other-plan' | 'not-an-approver' | 'already-approved';
      readonly reason: string;
    };

/**
 * Whether an approval (or a rejection) counts: the gate exists and waits, the words are about this very plan,
 * and they come from a named approver (anybody, where none is named) other than the one who started it.
 */
export function judgeApproval(question: ApprovalQuestion): ApprovalVerdict {
  const { gate, approval, by, earlier } = question;
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
  if (by === null) return { ok: true, missing: missingApprovals(approval.quorum, earlier) };
  const reason = refuseDecider({
    by,
    startedBy: question.startedBy,
    approvers: approval.approvers,
    identity: question.identity,
    what: `gate ${gate}`,
  });
  if (reason !== null) return { ok: false, kind: 'not-an-approver', reason };
  if (question.says === 'approve' && earlier.some((each) => isSamePerson(each, by))) {
    const missing = missingApprovals(approval.quorum, earlier);
    return {
      ok: false,
      kind: 'already-approved',
      reason: `${by} has approved gate ${gate} already; ${missing} more must, and not the same person`,
    };
  }
  return { ok: true, missing: missingApprovals(approval.quorum, [...earlier, by]) };
}

/** How many more different people have to approve. */
export function missingApprovals(quorum: number, approvedBy: readonly string[]): number {
  return Math.max(0, quorum - people(approvedBy).size);
}

/** How far a gate is approved, and who may still approve it. */
export interface ApprovalsSoFar extends Deciders {
  readonly quorum: number;
  /** In the order in which they did; each person once. */
  readonly approvedBy: readonly string[];
}

export function approvalsSoFar(
  { approvers, quorum }: Pick<Approval, 'approvers' | 'quorum'>,
  words: readonly string[],
  startedBy: string,
): ApprovalsSoFar {
  return { quorum, approvedBy: distinctPeople(words), ...decidersOf(approvers, startedBy, words) };
}

/** "approval by bob or carol"; of several: "1 of 2 approvals, by anna; 1 more needed, of bob or carol" */
export function describeApprovals(approvals: ApprovalsSoFar): string {
  const { quorum, approvedBy } = approvals;
  const who = describeDeciders(approvals);
  if (quorum < 2) return `approval by ${who}`;
  const by = approvedBy.length === 0 ? '' : `, by ${approvedBy.join(', ')}`;
  return `${approvedBy.length} of ${quorum} approvals${by}; ${missingApprovals(quorum, approvedBy)} more needed, of ${who}`;
}
