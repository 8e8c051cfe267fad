import { type ApprovalQuestion, judgeApproval, missingApprovals } from '#domain/gate/approval.ts';
import { nameFirst } from '#domain/text/name-first.ts';
import { didYouMean } from '#domain/text/nearest-name.ts';
import { type GateRequest, type Refusal, refusals } from '#protocol/operator-updates.ts';
import type { CampaignRun } from '../state/campaign-run.ts';
import { record } from './steer-campaign.ts';
import { type Attested, type VerbRule, voiceOf } from './verb-rule.ts';

export const approveVerb: VerbRule<GateRequest> = {
  description: 'Approve the next stage. Input: {gate, digest, by, reason}',
  refuse: (run, request) => refuse(run, request, 'approve'),
  act: (run, request) => {
    const { gate, by } = request;
    run.gate?.approvedBy.push(by);
    const decision = record(run, 'approve', `gate/${gate}`, request);
    const quorum = run.input.campaign.stages.find(({ name }) => name === gate)?.approval.quorum ?? 1;
    const missing = missingApprovals(quorum, run.gate?.approvedBy ?? []);
    if (missing === 0) run.gateDecision = decision;
    const rest =
      missing === 0
        ? 'the next stage begins once its window is open and no freeze is in force'
        : `${missing} more must approve`;
    return { decision, text: `Gate ${gate} is approved by ${by}; ${rest}.` };
  },
};

export const rejectVerb: VerbRule<GateRequest> = {
  description: 'End the campaign at this gate. Input: {gate, digest, by, reason}',
  refuse: (run, request) => refuse(run, request, 'reject'),
  act: (run, request) => {
    const { gate, by } = request;
    const decision = record(run, 'reject', `gate/${gate}`, request);
    run.gateDecision = decision;
    return { decision, text: `Gate ${gate} is rejected by ${by}; the campaign ends.` };
  },
};

function refuse(
  run: CampaignRun,
  { gate, digest, by, identity }: GateRequest & Attested,
  says: ApprovalQuestion['says'],
): Refusal | null {
  const { campaign, planDigest } = run.input;
  const index = campaign.stages.findIndex(({ name }) => name === gate);
  const isGate = index !== -1 && index < campaign.stages.length - 1;
  const verdict = judgeApproval({
    says,
    gate,
    approval: isGate ? campaign.stages[index]!.approval : null,
    waiting: run.gate?.name === gate && run.gateDecision === null,
    earlier: run.gate?.approvedBy ?? [],
    digest: digest ?? '',
    planDigest,
    ...voiceOf(by, identity),
    startedBy: run.startedBy,
  });
  if (verdict.ok) return null;
  if (verdict.kind === 'no-gate') {
    // After the last stage there is none.
    const gates = campaign.stages.slice(0, -1).filter(({ approval }) => approval.required);
    const names = gates.map(({ name }) => name);
    const choices = names.length === 0 ? '.' : `; its gates: ${nameFirst(names)}.`;
    return { type: refusals.invalid, text: `Refused: ${verdict.reason}${didYouMean(gate, names, choices)}` };
  }
  const isForOthers = verdict.kind === 'not-an-approver' || verdict.kind === 'already-approved';
  const type = isForOthers ? refusals.notAnApprover : refusals.invalid;
  return { type, text: `Refused: ${verdict.reason}.` };
}
