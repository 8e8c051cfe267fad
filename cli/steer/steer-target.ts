import { parseTarget } from '#domain/campaign/operator-target.ts';
import { type PoolOrder, refusePoolOrder } from '#domain/status/refuse-pool-command.ts';
import type { CampaignStatus } from '#domain/status/status.ts';
import type { OperatorAnswer, OperatorRequest } from '#protocol/operator-updates.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import { readStatus } from '../temporal/read-status.ts';
import type { TemporalSession } from '../temporal/temporal-client.ts';
import { steer } from './steer.ts';

/**
 * Sends an abort, a skip, a retry or a rollback. Only a cluster knows the steps of its node pools, and the campaign
 * cannot query it while it answers an update, so a command about a pool is checked here first. Throws CommandError (1)
 * where it would have no effect, else as `steer`.
 */
export async function steerTarget(
  session: TemporalSession,
  name: string,
  verb: PoolOrder['how'],
  request: OperatorRequest & { readonly target?: string },
): Promise<OperatorAnswer> {
  const target = parseTarget(request.target ?? '');
  if (target?.kind === 'pool') {
    const refusal = refuse((await readStatus(session, name)).status, { ...target, how: verb });
    if (refusal !== null) throw new CommandError(exitCodes.unclassified, refusal, `drydock status ${name}`);
  }
  return steer(session, name, verb, request);
}

/** null: the campaign itself accepts or refuses it. */
function refuse(
  { name, stages, finishedAt }: CampaignStatus,
  { cluster, pool, how }: Pick<PoolOrder, 'cluster' | 'pool' | 'how'>,
): string | null {
  const found = stages.flatMap(({ clusters }) => clusters).find((each) => each.name === cluster);
  if (found === undefined || finishedAt !== null || found.finishedAt !== null) return null;
  const isAsked = found.phase === 'NeedsDecision';
  return refusePoolOrder(found.steps, { campaign: name, cluster, pool, how, isAsked });
}
