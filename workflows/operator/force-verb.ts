import { parseTarget } from '#domain/campaign/operator-target.ts';
import { judgeForce } from '#domain/gate/force.ts';
import { formatDuration } from '#domain/text/duration.ts';
import { type ForceRequest, refusals } from '#protocol/operator-updates.ts';
import type { CampaignCluster } from '../state/campaign-cluster.ts';
import { type CampaignRun, isStopped } from '../state/campaign-run.ts';
import { decide, record } from './steer-campaign.ts';
import { invalid, type Refusal, targetCluster, type VerbRule } from './verb-rule.ts';

export const forceVerb: VerbRule<ForceRequest> = {
  description:
    'Retry the step that a cluster asks about once, overriding deprecated APIs and disruption budgets. Input: {target: "cluster/NAME", forMs, by, reason}',
  refuse: (run, request) => {
    if (isStopped(run)) return invalid('The campaign is ending.');
    const isCluster = parseTarget(request.target ?? '')?.kind === 'cluster';
    const cluster = isCluster ? targetCluster(run, request.target) : undefined;
    if (cluster === undefined) return invalid('Name a target: cluster/NAME.');
    if (cluster.phase !== 'NeedsDecision')
      return invalid(`${cluster.plan.name} does not wait for a decision (${cluster.phase}).`);
    return refuseForce(run, cluster, request);
  },
  act: (run, request) => {
    const { target, by, reason, forMs } = request;
    const cluster = targetCluster(run, target)!;
    const decision = record(run, 'force', target, request);
    decide(cluster, { verb: 'force', by, reason, forMs });
    const { name } = cluster.plan;
    const step = cluster.askedStep === null ? name : `${cluster.askedStep} of ${name}`;
    const text = `Retrying ${step} with force: deprecated APIs and disruption budgets do not block it. Force is switched off after this attempt, at the latest ${formatDuration(forMs)} after it starts; it holds for no later step.`;
    return { decision, text };
  },
};

function refuseForce(
  run: CampaignRun,
  { plan }: CampaignCluster,
  { by, forMs }: ForceRequest,
): Refusal | null {
  const { campaign, startedBy } = run.input;
  const verdict = judgeForce({ terms: campaign.forceUpgrade, cluster: plan.name, by, startedBy, forMs });
  if (verdict.ok) return null;
  const type = verdict.kind === 'not-an-approver' ? refusals.notAnApprover : refusals.invalid;
  return { type, text: `Refused: ${verdict.reason}.` };
}
