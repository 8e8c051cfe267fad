import { operatorCommand } from '#domain/text/operator-command.ts';
import type { TargetRequest } from '#protocol/operator-updates.ts';
import { decide, describePauseEnd, record } from './steer-campaign.ts';
import { aimed, invalid, targetOf, type VerbRule } from './verb-rule.ts';

export const cleanUpVerb: VerbRule<TargetRequest> = aimed({
  description:
    'Drain the quarantined nodes of a pool, delete their machines and retry its step. Input: {target: "pool/CLUSTER/POOL", by, reason}',
  takes: ['pool'],
  refuse: (run, { cluster, pool }) => {
    const { name } = cluster.plan;
    if (cluster.phase !== 'NeedsDecision' || cluster.askedAbout !== pool)
      return invalid(`${name} does not wait for a decision about node pool ${pool}.`);
    if (cluster.mayCleanUp !== false) return null;
    const retry = operatorCommand('retry', run.input.campaign.name, targetOf({ kind: 'cluster', cluster }));
    return invalid(
      `Node pool ${pool} of ${name} has no quarantined nodes: there is nothing to clean up. To retry the step: ${retry}`,
    );
  },
  act: (run, { cluster, pool }, request) => {
    const { target, by, reason } = request;
    const decision = record(run, 'clean-up', target, request);
    const ended = describePauseEnd(run, [cluster]);
    decide(run, cluster, { verb: 'clean-up', by, reason });
    return {
      decision,
      text: `Draining the quarantined nodes of ${pool} on ${cluster.plan.name} within their budgets and deleting their machines, at most as many as there are surge nodes; then the step is retried. The others wait for another clean-up.${ended}`,
    };
  },
});
