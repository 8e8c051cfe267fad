import { parseTarget } from '#domain/campaign/operator-target.ts';
import { judgeForce } from '#domain/gate/force.ts';
import { formatDuration } from '#domain/text/duration.ts';
import { type ForceRequest, refusals } from '#protocol/operator-updates.ts';
import { clusterSignals } from '#protocol/signals.ts';
import { type CampaignRun, isStopped, type Line, lineNamed } from '../state/campaign-run.ts';
import { record } from './steer-campaign.ts';
import { invalid, type Refusal, type VerbRule } from './verb-rule.ts';

export const force: VerbRule<ForceRequest> = {
  description:
    'Try again what a cluster asks about, once, overriding deprecated APIs and disruption budgets. Input: {target: "cluster/NAME", forMs, by, reason}',
  refuse: (run, request) => {
    if (isStopped(run)) return invalid('The campaign is ending.');
    const line = lineOf(run, request.target);
    if (line === undefined) return invalid('Name a target: cluster/NAME.');
    if (line.phase !== 'NeedsDecision')
      return invalid(`${line.plan.name} does not wait for a decision (${line.phase}).`);
    return refuseForce(run, line, request);
  },
  act: (run, request) => {
    const { target, by, reason, forMs } = request;
    const line = lineOf(run, target)!;
    const decision = record(run, 'force', target, request);
    line.phase = 'Running';
    line.outbox.push({ signal: clusterSignals.decide, args: [{ verb: 'force', by, reason, forMs }] });
    const { name } = line.plan;
    const step = line.askedStep === null ? name : `${line.askedStep} of ${name}`;
    const text = `Tries ${step} again by force: deprecated APIs and disruption budgets do not hold it. It is for this step alone: a later one that is held up asks anew. Switched off after this attempt, at the latest ${formatDuration(forMs)} after it begins.`;
    return { decision, text };
  },
};

function lineOf(run: CampaignRun, target: string | undefined): Line | undefined {
  const what = parseTarget(target ?? '');
  return what?.kind === 'cluster' ? lineNamed(run, what.cluster) : undefined;
}

function refuseForce(run: CampaignRun, line: Line, { by, forMs }: ForceRequest): Refusal | null {
  const { campaign, startedBy } = run.input;
  const verdict = judgeForce({ terms: campaign.forceUpgrade, cluster: line.plan.name, by, startedBy, forMs });
  if (verdict.ok) return null;
  const type = verdict.kind === 'not-an-approver' ? refusals.notAnApprover : refusals.invalid;
  return { type, text: `Refused: ${verdict.reason}.` };
}
