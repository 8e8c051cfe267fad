import { judgeForce } from '#domain/gate/force.ts';
import { formatDuration } from '#domain/text/duration.ts';
import { type ForceRequest, type Refusal, refusals } from '#protocol/operator-updates.ts';
import type { CampaignCluster } from '../state/campaign-cluster.ts';
import type { CampaignRun } from '../state/campaign-run.ts';
import { decide, describePauseEnd, record } from './steer-campaign.ts';
import { type Attested, aimed, invalid, type VerbRule, voiceOf } from './verb-rule.ts';

export const forceVerb: VerbRule<ForceRequest> = aimed({
  description:
    'Retry the step that a cluster asks about once, overriding deprecated APIs and disruption budgets. Input: {target: "cluster/NAME", forMs, by, reason}',
  takes: ['cluster'],
  refuse: (run, { cluster }, request) =>
    cluster.phase === 'NeedsDecision'
      ? refuseForce(run, cluster, request)
      : invalid(`${cluster.plan.name} does not wait for a decision (${cluster.phase}).`),
  act: (run, { cluster }, request) => {
    const { target, by, reason, forMs, evidence } = request;
    const decision = record(run, 'force', target, request);
    const ended = describePauseEnd(run, [cluster]);
    const proven = evidence === undefined ? {} : { evidence };
    decide(run, cluster, { verb: 'force', by, reason, forMs, ...proven });
    const { name } = cluster.plan;
    const step = cluster.askedStep === null ? name : `${cluster.askedStep} of ${name}`;
    const text = `Retrying ${step} with force: deprecated APIs and disruption budgets do not block it. Force is switched off after this attempt, at the latest ${formatDuration(forMs)} after it starts; it holds for no later step.${ended}`;
    return { decision, text };
  },
});

const types = {
  invalid: refusals.invalid,
  'not-allowed': refusals.notAllowed,
  'not-an-approver': refusals.notAnApprover,
} as const;

function refuseForce(
  run: CampaignRun,
  { plan }: CampaignCluster,
  { by, identity, forMs }: ForceRequest & Attested,
): Refusal | null {
  const { campaign } = run.input;
  const verdict = judgeForce({
    terms: campaign.forceUpgrade,
    cluster: plan.name,
    ...voiceOf(by, identity),
    startedBy: run.startedBy,
    forMs,
  });
  if (verdict.ok) return null;
  return { type: types[verdict.kind], text: `Refused: ${verdict.reason}.` };
}
