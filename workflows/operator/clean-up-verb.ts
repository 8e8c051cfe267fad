import { parseTarget } from '#domain/campaign/operator-target.ts';
import type { TargetRequest } from '#protocol/operator-updates.ts';
import { type CampaignRun, clusterNamed, isStopped } from '../state/campaign-run.ts';
import { decide, record } from './steer-campaign.ts';
import { invalid, type Refusal, targetCluster, unknownCluster, type VerbRule } from './verb-rule.ts';

export const cleanUpVerb: VerbRule<TargetRequest> = {
  description:
    'Drain the quarantined nodes of a pool, delete their machines and retry its step. Input: {target: "pool/CLUSTER/POOL", by, reason}',
  refuse: (run, { target }) => refuse(run, target),
  act: (run, request) => {
    const { target, by, reason } = request;
    const cluster = targetCluster(run, target)!;
    const { name } = cluster.plan;
    const decision = record(run, 'clean-up', target, request);
    decide(cluster, { verb: 'clean-up', by, reason });
    return {
      decision,
      text: `Draining the quarantined nodes of ${cluster.askedAbout} on ${name} within their budgets and deleting their machines, at most as many as there are surge nodes; then the step is retried. The others wait for another clean-up.`,
    };
  },
};

function refuse(run: CampaignRun, target: string | undefined): Refusal | null {
  if (isStopped(run)) return invalid('The campaign is ending.');
  const what = parseTarget(target ?? '');
  if (what?.kind !== 'pool') return invalid('Name a target: pool/CLUSTER/POOL.');
  const cluster = clusterNamed(run, what.cluster);
  if (cluster === undefined) return unknownCluster(what.cluster);
  if (cluster.phase !== 'NeedsDecision' || cluster.askedAbout !== what.pool)
    return invalid(`${what.cluster} does not wait for a decision about node pool ${what.pool}.`);
  return cluster.mayCleanUp === false
    ? invalid(
        `Node pool ${what.pool} of ${what.cluster} has no quarantined nodes: there is nothing to clean up. To retry the step: drydock retry ${run.input.campaign.name} --target cluster/${what.cluster} --reason TEXT`,
      )
    : null;
}
