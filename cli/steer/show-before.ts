import { findTargetCluster, parseTarget } from '#domain/campaign/operator-target.ts';
import { describeDeciders, isExcluded } from '#domain/gate/decider.ts';
import type { CampaignStatus, ClusterStatus } from '#domain/status/status.ts';
import { didYouMean } from '#domain/text/nearest-name.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import { readStatus } from '../temporal/read-status.ts';
import type { TemporalSession } from '../temporal/temporal-client.ts';
import { gatePreview, type TargetVerb, targetPreview } from '../view/status/order-preview.ts';
import { withLocalTimes } from '../view/terminal/local-times.ts';
import { refuseEnded } from './steer.ts';

export interface ShownOrder {
  readonly verb: 'approve' | 'reject' | TargetVerb;
  /** Who decides. */
  readonly by: string;
  /** Of approve and reject. */
  readonly gate?: string;
  /** Of the others; absent: the soak of the stage. */
  readonly target?: string;
}

interface Shown {
  readonly text: string;
  readonly digest: string;
  /** The campaign asks for an identity of Entra. */
  readonly needsProof: boolean;
}

/**
 * What an operator should see before deciding, and the digest of the plan that it shows. Throws CommandError (1) where the
 * campaign has ended or has no such target, (69) where no worker answers. What the campaign would refuse now, a gate that does
 * not wait (1) or a person whose word does not count (77), is refused before anyone is asked; without a question it is left to the campaign.
 */
export async function showBefore(
  session: TemporalSession,
  name: string,
  { verb, by, gate = '', target = '' }: ShownOrder,
  unfit: 'refuse' | 'leave to campaign',
): Promise<Shown> {
  const read = await readStatus(session, name);
  const { plan } = read;
  const status = withLocalTimes(read.status);
  refuseEnded(status);
  if (status.incomplete !== null)
    throw new CommandError(exitCodes.unavailable, status.incomplete, 'start a worker, then decide');
  const needsProof = status.approvalIdentity !== undefined;
  const { planDigest: digest } = status;
  if (unfit === 'refuse' && !needsProof) refuseWord(status, target || `gate/${gate}`, { verb, by });
  const reading = { status, plan, width: process.stderr.columns || Number.POSITIVE_INFINITY };
  const text = preview({ verb, gate, target }, reading);
  if (text !== null) return { text: withLocalTimes(text), digest, needsProof };
  if (unfit === 'leave to campaign') return { text: `Plan ${digest}`, digest, needsProof };
  if (verb === 'promote') throw refused(name, 'no stage soaks now; of a cluster: --target cluster/NAME');
  const waiting = status.waitingFor.filter(({ kind }) => kind === 'gate');
  throw refused(name, `gate ${gate} does not wait for an approval now${didYouMean(gate, names(waiting))}`);
}

/** null: there is nothing of it to decide now. */
function preview(
  { verb, gate, target }: Required<Omit<ShownOrder, 'by'>>,
  reading: Parameters<typeof gatePreview>[2],
): string | null {
  if (verb === 'approve' || verb === 'reject') return gatePreview(gate, verb, reading);
  const { status } = reading;
  const soaking = status.stages.find((stage) =>
    status.waitingFor.some(({ kind, name }) => kind === 'soak' && name === stage.name),
  );
  const about = target || (soaking && `stage/${soaking.name}`);
  return about === undefined ? null : targetPreview({ verb, target: about }, partOf(status, about), reading);
}

/** Before a person reads and explains what the campaign would refuse. */
function refuseWord(
  { name, waitingFor }: CampaignStatus,
  target: string,
  { verb, by }: Pick<ShownOrder, 'verb' | 'by'>,
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
