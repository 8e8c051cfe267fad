import { parseTarget } from '#domain/campaign/operator-target.ts';
import { judgeForce } from '#domain/gate/force.ts';
import { formatDuration } from '#domain/text/duration.ts';
import { type ForceRequest, refusals } from '#protocol/operator-updates.ts';
import { clusterSignals } from '#protocol/signals.ts';
import type { CampaignCluster } from '../state/campaign-cluster.ts';
import { type CampaignRun, clusterNamed, isStopped } from '../state/campaign-run.ts';
import { record } from './steer-campaign.ts';
import { invalid, type Refusal, type VerbRule } from './verb-rule.ts';

export const force: VerbRule<ForceRequest> = {
  description:
    'Try again what a cluster asks about, once, overriding deprecated APIs and disruption budgets. Input: {target: "cluster/NAME", forMs, by, reason}',
  refuse: (run, request) => {
    if (isStopped(run)) return invalid('The campaign is ending.');
    const cluster = clusterStateOf(run, request.target);
    if (cluster === undefined) return invalid('Name a target: cluster/NAME.');
    if (cluster.phase !== 'NeedsDecision')
      return invalid(`${cluster.plan.name} does not wait for a decision (${cluster.phase}).`);
    return refuseForce(run, cluster, request);
  },
  act: (run, request) => {
    const { target, by, reason, forMs } = request;
    const cluster = clusterStateOf(run, target)!;
    const decision = record(run, 'force', target, request);
    cluster.phase = 'Running';
    cluster.outbox.push({ signal: clusterSignals.decide, args: [{ verb: 'force', by, reason, forMs }] });
    const { name } = cluster.plan;
    const step = cluster.askedStep === null ? name : `${cluster.askedStep} of ${name}`;
    const text = `Tries ${step} again by force: deprecated APIs and disruption budgets do not hold it. It is for this step alone: a later one that is held up asks anew. Switched off after this attempt, at the latest ${formatDuration(forMs)} after it begins.`;
    return { decision, text };
  },
};

function clusterStateOf(run: CampaignRun, target: string | undefined): CampaignCluster | undefined {
  const what = parseTarget(target ?? '');
  return what?.kind === 'cluster' ? clusterNamed(run, what.cluster) : undefined;
}

function refuseForce(
  run: CampaignRun,
  cluster: CampaignCluster,
  { by, forMs }: ForceRequest,
): Refusal | null {
  const { campaign, startedBy } = run.input;
  const verdict = judgeForce({
    terms: campaign.forceUpgrade,
    cluster: cluster.plan.name,
    by,
    startedBy,
    forMs,
  });
  if (verdict.ok) return null;
  const type = verdict.kind === 'not-an-approver' ? refusals.notAnApprover : refusals.invalid;
  return { type, text: `Refused: ${verdict.reason}.` };
}
