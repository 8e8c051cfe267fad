import { findTargetCluster, parseTarget } from '#domain/campaign/operator-target.ts';
import type { CampaignStatus, ClusterStatus } from '#domain/status/status.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import { readStatus } from '../temporal/read-status.ts';
import type { TemporalSession } from '../temporal/temporal-client.ts';
import { gatePreview, type TargetVerb, targetPreview } from '../view/status/order-preview.ts';
import { withLocalTimes } from '../view/terminal/local-times.ts';
import { refuseEnded, refuseNow } from './steer.ts';
import { refuseUnfit } from './steer-target.ts';

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
 * campaign has ended, (69) where no worker answers, and as `steer` where the campaign would refuse the order now: no one is asked to
 * confirm that.
 */
export async function showBefore(
  session: TemporalSession,
  name: string,
  { verb, by, ...fields }: ShownOrder,
): Promise<Shown> {
  const read = await readStatus(session, name);
  const { plan } = read;
  const status = withLocalTimes(read.status);
  refuseEnded(status);
  if (status.incomplete !== null)
    throw new CommandError(exitCodes.unavailable, status.incomplete, 'start a worker, then decide');
  const { planDigest: digest } = status;
  const { gate = '', target = '' } = fields;
  await refuseNow(session, name, verb, { by, reason: '', digest, ...fields });
  refuseUnfit(read.status, verb, target);
  const reading = { status, plan, width: process.stderr.columns || Number.POSITIVE_INFINITY };
  const text = preview({ verb, gate, target }, reading) ?? `Plan ${digest}`;
  return { text: withLocalTimes(text), digest, needsProof: status.approvalIdentity !== undefined };
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

function partOf(
  { stages }: CampaignStatus,
  text: string,
): { readonly clusters: readonly ClusterStatus[]; readonly pool: string | null } {
  const target = parseTarget(text);
  if (target?.kind === 'stage')
    return { clusters: stages.find((each) => each.name === target.stage)?.clusters ?? [], pool: null };
  if (target?.kind !== 'cluster' && target?.kind !== 'pool') return { clusters: [], pool: null };
  const found = findTargetCluster(
    stages.flatMap(({ clusters }) => clusters),
    target,
  );
  const pool = target.kind === 'pool' ? target.pool : null;
  return { clusters: 'refusal' in found ? [] : [found.cluster], pool };
}
