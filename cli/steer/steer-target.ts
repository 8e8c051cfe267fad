import { findTargetCluster, parseTarget, type Target } from '#domain/campaign/operator-target.ts';
import { type PoolOrder, refusePoolOrder } from '#domain/status/refuse-pool-command.ts';
import type { CampaignStatus } from '#domain/status/status.ts';
import { waitOwner } from '#domain/status/wait-owner.ts';
import type { OperatorAnswer, OperatorRequest, OperatorVerb } from '#protocol/operator-updates.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import { readStatus } from '../temporal/read-status.ts';
import type { TemporalSession } from '../temporal/temporal-client.ts';
import { steer } from './steer.ts';

/**
 * Sends an order. Only a cluster knows the steps of its node pools and whether it soaks, and the campaign cannot query it
 * while it answers an update, so an order about either is checked here first. Throws CommandError (1) where it would have no effect,
 * else as `steer`.
 */
export async function steerTarget(
  session: TemporalSession,
  name: string,
  verb: OperatorVerb,
  request: OperatorRequest & { readonly target?: string },
): Promise<OperatorAnswer> {
  const target = request.target ?? '';
  if (ofCluster(verb, target) !== null) refuseUnfit((await readStatus(session, name)).status, verb, target);
  return steer(session, name, verb, request);
}

/** Throws CommandError (1) where only the cluster knows that the order would have no effect. */
export function refuseUnfit(status: CampaignStatus, verb: OperatorVerb, text: string): void {
  const order = ofCluster(verb, text);
  const refusal = order === null ? null : refuse(status, order);
  if (refusal !== null)
    throw new CommandError(exitCodes.unclassified, refusal, `drydock status ${status.name}`);
}

/** An order about a node pool, or about the soak of a cluster. */
type ClusterOrder =
  | { readonly how: 'promote'; readonly target: Extract<Target, { readonly kind: 'cluster' }> }
  | { readonly how: PoolOrder['how']; readonly target: Extract<Target, { readonly kind: 'pool' }> };

const poolVerbs: readonly OperatorVerb[] = ['abort', 'skip', 'retry', 'rollback'];

/** null: the campaign itself knows whether it fits. */
function ofCluster(verb: OperatorVerb, text: string): ClusterOrder | null {
  const target = parseTarget(text);
  if (verb === 'promote') return target?.kind === 'cluster' ? { how: verb, target } : null;
  return target?.kind === 'pool' && isPoolVerb(verb) ? { how: verb, target } : null;
}

function isPoolVerb(verb: OperatorVerb): verb is PoolOrder['how'] {
  return poolVerbs.includes(verb);
}

/** null: it has an effect, or the campaign itself refuses it. */
function refuse(
  { name, stages, finishedAt, waitingFor }: CampaignStatus,
  { how, target }: ClusterOrder,
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
  const isAsked = phase === 'NeedsDecision';
  return refusePoolOrder(steps, { campaign: name, cluster, pool: target.pool, how, isAsked });
}
