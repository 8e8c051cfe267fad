import { findTargetCluster, parseTarget } from '#domain/campaign/operator-target.ts';
import { describeDeciders, isExcluded } from '#domain/gate/decider.ts';
import type { CampaignStatus, ClusterStatus } from '#domain/status/status.ts';
import { didYouMean } from '#domain/text/nearest-name.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import { readStatus } from '../temporal/read-status.ts';
import type { TemporalSession } from '../temporal/temporal-client.ts';
import { gatePreview, targetPreview } from '../view/status/order-preview.ts';
import { withLocalTimes } from '../view/terminal/local-times.ts';
import { refuseEnded } from './steer.ts';

export interface BlindOrder {
  readonly verb: 'approve' | 'reject' | 'skip' | 'rollback';
  /** Who decides. */
  readonly by: string;
  /** Of approve and reject. */
  readonly gate?: string;
  /** Of skip and rollback. */
  readonly target?: string;
}

/**
 * What an operator should see before deciding, and the digest of the plan that it shows. Throws CommandError (1) where the
 * campaign has ended, does not wait at the gate or has no such target, (69) where no worker answers, (77) where the word of
 * `by` does not count at the gate.
 */
export async function showBefore(
  session: TemporalSession,
  name: string,
  { verb, by, gate = '', target = '' }: BlindOrder,
): Promise<{ readonly text: string; readonly digest: string }> {
  const read = await readStatus(session, name);
  const { plan } = read;
  const status = withLocalTimes(read.status);
  refuseEnded(status);
  if (status.incomplete !== null)
    throw new CommandError(exitCodes.unavailable, status.incomplete, 'start a worker, then decide');
  if (status.approvalIdentity === undefined) refuseWord(status, `gate/${gate}`, { verb, by });
  const reading = { status, plan, width: process.stderr.columns || Number.POSITIVE_INFINITY };
  const text =
    verb === 'approve' || verb === 'reject'
      ? gatePreview(gate, verb, reading)
      : targetPreview({ verb, target }, partOf(status, target), reading);
  if (text !== null) return { text, digest: status.planDigest };
  const waiting = status.waitingFor.filter(({ kind }) => kind === 'gate');
  throw refused(name, `gate ${gate} does not wait for an approval now${didYouMean(gate, names(waiting))}`);
}

/** Before a person reads and explains what the campaign would refuse. */
function refuseWord(
  { name, waitingFor }: CampaignStatus,
  target: string,
  { verb, by }: Pick<BlindOrder, 'verb' | 'by'>,
): void {
  const actions = waitingFor.flatMap((wait) => wait.actions ?? []);
  const who = actions.find((each) => each.verb === verb && each.target === target)?.who;
  if (who === undefined || !isExcluded(who, by)) return;
  throw new CommandError(
    exitCodes.notAllowed,
    `${by} may not ${verb} ${target.replace('/', ' ')}; ${describeDeciders(who)} may`,
    `let them run it, or name yourself: --as NAME; drydock status ${name} shows what it is about`,
  );
}

function partOf(
  { name, stages }: CampaignStatus,
  text: string,
): { readonly clusters: readonly ClusterStatus[]; readonly pool: string | null } {
  const target = parseTarget(text);
  if (target?.kind === 'stage') {
    const stage = stages.find((each) => each.name === target.stage);
    if (stage === undefined) {
      const hint = didYouMean(target.stage, names(stages));
      throw refused(name, `there is no stage ${target.stage} in this campaign${hint}`);
    }
    return { clusters: stage.clusters, pool: null };
  }
  if (target?.kind !== 'cluster' && target?.kind !== 'pool') return { clusters: [], pool: null };
  const found = findTargetCluster(
    stages.flatMap(({ clusters }) => clusters),
    target,
  );
  if ('refusal' in found) throw refused(name, found.refusal);
  return { clusters: [found.cluster], pool: target.kind === 'pool' ? target.pool : null };
}

function names(things: readonly { readonly name: string }[]): readonly string[] {
  return things.map((each) => each.name);
}

function refused(name: string, message: string): CommandError {
  return new CommandError(exitCodes.unclassified, message, `drydock status ${name}`);
}
