import { parseTarget } from '#domain/campaign/operator-target.ts';
import type { TargetRequest } from '#protocol/operator-updates.ts';
import { clusterSignals } from '#protocol/signals.ts';
import { type CampaignRun, clusterNamed, isStopped } from '../state/campaign-run.ts';
import { record } from './steer-campaign.ts';
import { invalid, type Refusal, type VerbRule } from './verb-rule.ts';

export const cleanUp: VerbRule<TargetRequest> = {
  description:
    'Drain the quarantined nodes of a pool, delete their machines, and try its step again. Input: {target: "pool/CLUSTER/POOL", by, reason}',
  refuse: (run, { target }) => refuse(run, target),
  act: (run, request) => {
    const { target, by, reason } = request;
    const { cluster: name, pool } = poolIn(target)!;
    const cluster = clusterNamed(run, name)!;
    const decision = record(run, 'clean-up', target, request);
    cluster.phase = 'Running';
    cluster.outbox.push({ signal: clusterSignals.decide, args: [{ verb: 'clean-up', by, reason }] });
    return {
      decision,
      text: `Drains quarantined nodes of ${pool} on ${name} within their budgets and deletes their machines, as many as surge nodes stand in for; then tries the step again. Any others stay for another clean-up.`,
    };
  },
};

function poolIn(target: string | undefined): { readonly cluster: string; readonly pool: string } | null {
  const what = parseTarget(target ?? '');
  return what?.kind === 'pool' ? what : null;
}

function refuse(run: CampaignRun, target: string | undefined): Refusal | null {
  if (isStopped(run)) return invalid('The campaign is ending.');
  const what = poolIn(target);
  if (what === null) return invalid('Name a target: pool/CLUSTER/POOL.');
  const cluster = clusterNamed(run, what.cluster);
  if (cluster === undefined) return invalid(`There is no cluster ${what.cluster} in this campaign.`);
  if (cluster.phase !== 'NeedsDecision' || cluster.askedAbout !== what.pool)
    return invalid(`${what.cluster} does not ask about node pool ${what.pool} now.`);
  return cluster.mayCleanUp === false
    ? invalid(
        `${what.cluster} does not ask about quarantined nodes of ${what.pool}: there is nothing to clean up. drydock retry ${run.input.campaign.name} --target cluster/${what.cluster} tries the step again.`,
      )
    : null;
}
