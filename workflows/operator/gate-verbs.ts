import {
  type ApprovalQuestion,
  type ApprovalVerdict,
  judgeApproval,
  missingApprovals,
} from '#domain/gate/approval.ts';
import type { Decision } from '#domain/status/status.ts';
import { type GateRequest, refusals } from '#protocol/operator-updates.ts';
import type { CampaignRun } from '../state/campaign-run.ts';
import { record } from './steer-campaign.ts';
import type { Refusal, VerbRule } from './verb-rule.ts';

export const approve: VerbRule<GateRequest> = {
  description: 'Let the campaign go on to the next stage. Input: {gate, digest, by, reason}',
  refuse: (run, request) => refuseGate(run, request, 'approve'),
  act: (run, request) => {
    const decision = decide(run, 'approve', request);
    const missing = missingApprovals(quorumOf(run, request.gate), run.gate?.approvedBy ?? []);
    if (missing === 0) run.gateDecision = decision;
    const rest = missing === 0 ? 'the next stage begins' : `${missing} more must approve`;
    return { decision, text: `Gate ${request.gate} is approved by ${request.by}; ${rest}.` };
  },
};

export const reject: VerbRule<GateRequest> = {
  description: 'End the campaign at this gate. Input: {gate, digest, by, reason}',
  refuse: (run, request) => refuseGate(run, request, 'reject'),
  act: (run, request) => {
    const decision = decide(run, 'reject', request);
    run.gateDecision = decision;
    return { decision, text: `Gate ${request.gate} is rejected by ${request.by}; the campaign ends here.` };
  },
};

function refuseGate(run: CampaignRun, request: GateRequest, says: ApprovalQuestion['says']): Refusal | null {
  const verdict = judge(run, request, says);
  if (verdict.ok) return null;
  const type = verdict.kind === 'not-an-approver' ? refusals.notAnApprover : refusals.invalid;
  return { type, text: `Refused: ${verdict.reason}.` };
}

function judge(
  run: CampaignRun,
  { gate, digest, by }: GateRequest,
  says: ApprovalQuestion['says'],
): ApprovalVerdict {
  const { campaign, planDigest, startedBy } = run.input;
  const index = campaign.stages.findIndex((each) => each.name === gate);
  const isGate = index !== -1 && index < campaign.stages.length - 1;
  return judgeApproval({
    says,
    gate,
    approval: isGate ? campaign.stages[index]!.approval : null,
    waiting: run.gate?.name === gate && run.gateDecision === null,
    earlier: run.gate?.approvedBy ?? [],
    digest: digest ?? '',
    planDigest,
    by,
    startedBy,
  });
}

function decide(run: CampaignRun, verb: 'approve' | 'reject', request: GateRequest): Decision {
  if (verb === 'approve') run.gate?.approvedBy.push(request.by);
  return record(run, verb, `gate/${request.gate}`, request);
}

function quorumOf({ input: { campaign } }: CampaignRun, gate: string): number {
  return campaign.stages.find((each) => each.name === gate)?.approval.quorum ?? 1;
}
