import { findTargetCluster, parseTarget, type Target } from '#domain/campaign/operator-target.ts';
import { type PoolOrder, refusePoolOrder } from '#domain/status/refuse-pool-command.ts';
import type { CampaignStatus } from '#domain/status/status.ts';
import { waitOwner } from '#domain/status/wait-owner.ts';
import type { OperatorAnswer, OperatorRequest, updates } from '#protocol/operator-updates.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import { readStatus } from '../temporal/read-status.ts';
import type { TemporalSession } from '../temporal/temporal-client.ts';
import { steer } from './steer.ts';

/**
 * Sends an abort, a skip, a retry, a rollback or a promotion. Only a cluster knows the steps of its node pools and whether it
 * soaks, and the campaign cannot query it while it answers an update, so a command about either is checked here first. Throws CommandError (1)
 * where it would have no effect, else as `steer`.
 */
export async function steerTarget(
  session: TemporalSession,
  name: string,
  verb: PoolOrder['how'] | 'promote',
  request: OperatorRequest & { readonly target?: string },
): Promise<OperatorAnswer> {
  const target = parseTarget(request.target ?? '');
  if (target?.kind === 'pool' || (target?.kind === 'cluster' && verb === 'promote'))
    refuseUnfit((await readStatus(session, name)).status, verb, request.target ?? '');
  return steer(session, name, verb, request);
}

/** Throws CommandError (1) where only the cluster knows that the order would have no effect. */
export function refuseUnfit(status: CampaignStatus, verb: keyof typeof updates, text: string): void {
  const target = parseTarget(text);
  if (!isChecked(verb) || (target?.kind !== 'pool' && target?.kind !== 'cluster')) return;
  const refusal = refuse(status, target, verb);
  if (refusal !== null)
    throw new CommandError(exitCodes.unclassified, refusal, `drydock status ${status.name}`);
}

function isChecked(verb: keyof typeof updates): verb is PoolOrder['how'] | 'promote' {
  return ['abort', 'skip', 'retry', 'rollback', 'promote'].includes(verb);
}

/** null: the campaign itself accepts or refuses it. */
function refuse(
  { name, stages, finishedAt, waitingFor }: CampaignStatus,
  target: Extract<Target, { readonly cluster: string }>,
  how: PoolOrder['how'] | 'promote',
): string | null {
  const clusters = stages.flatMap((stage) => stage.clusters);
  const found = findTargetCluster(clusters, target);
  if ('refusal' in found || finishedAt !== null || found.cluster.finishedAt !== null) return null;
  const { name: cluster, phase, steps } = found.cluster;
  if (how === 'promote') {
    const names = clusters.map((each) => each.name);
    const isSoaking = waitingFor.some(
      (wait) => wait.kind === 'soak' && waitOwner(wait.name, names) === cluster,
    );
    // Without steps its own workflow was not asked.
    return isSoaking || steps.length === 0 ? null : `${cluster} does not soak now.`;
  }
  if (target.kind === 'cluster') return null;
  const isAsked = phase === 'NeedsDecision';
  return refusePoolOrder(steps, { campaign: name, cluster, pool: target.pool, how, isAsked });
}
