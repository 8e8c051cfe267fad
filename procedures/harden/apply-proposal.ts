import { holdsAll, whyNotToApply } from '#domain/audit/hardening/judge-standing.ts';
import { needsMetadata } from '#domain/audit/hardening/needs-metadata.ts';
import { type ObjectProposal, withReason } from '#domain/audit/hardening/proposal.ts';
import { undoCommand } from '#domain/audit/hardening/undo-command.ts';
import type { KubernetesObject } from '#domain/audit/kubernetes/api-objects.ts';
import { isObject, textOf } from '#domain/audit/kubernetes/read-shape.ts';
import { fieldManager, type HardeningClient } from '#gateways/kubernetes/audit/hardening-client.ts';

/** What became of a proposal. */
export interface HardeningOutcome {
  /**
   * tried: the server would take it. unchanged: it is so already. failed: written, and not found so afterwards. yours: a person has to
   * send it.
   */
  readonly state: 'tried' | 'applied' | 'unchanged' | 'refused' | 'failed' | 'yours';
  /** Why it was refused or failed; null elsewhere. */
  readonly why: string | null;
  /** What may stop working: check it first. */
  readonly cautions: readonly string[];
  /** The command that takes it back; null where nothing was written. */
  readonly undo: string | null;
}

/**
 * Tries a proposal on the server (dry run), which shows conflicts and the admission warnings for existing pods, and only then, if
 * `isMeant`, applies it, with the reason as an annotation, and reads it back. Repeatable. Throws a FailureError where the server cannot be asked.
 */
export async function applyProposal(
  client: HardeningClient,
  proposal: ObjectProposal,
  isMeant: boolean,
  reason: string | null = null,
): Promise<HardeningOutcome> {
  const { namespace: name, object } = proposal;
  const standing = {
    namespace:
      name === null ? null : await client.read({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }),
    object: await client.read(object),
    wider: await readWider(client, object),
  };
  const against = whyNotToApply(proposal, standing, fieldManager);
  if (against !== null) return refused(against);
  if (standing.object !== null && holdsAll(standing.object, object))
    return { state: 'unchanged', why: null, cautions: [], undo: null };
  const meant = withReason(object, reason);
  const trial = await client.apply(meant, true);
  if ('refused' in trial) return refused(trial.refused);
  // The API server warns of pods that a level would not admitted: what it knows beats what was evaluated.
  if (object.kind === 'Namespace' && trial.warnings.length > 0) return refused(trial.warnings.join('; '));
  const users = name !== null && isPolicy(object) ? needsMetadata(await client.pods(name)) : [];
  const cautions = [
    ...(users.length === 0
      ? []
      : [`look as if they had their identity from the metadata address: ${users.join(', ')}`]),
    ...trial.warnings,
  ];
  if (!isMeant) return { state: 'tried', why: null, cautions, undo: null };
  const written = await client.apply(meant, false);
  if ('refused' in written) return refused(written.refused);
  const undo = undoCommand(meant, standing.object);
  const found = await client.read(object);
  if (holdsAll(found, object)) return { state: 'applied', why: null, cautions, undo };
  return { state: 'failed', why: 'it was written, but the server has it otherwise', cautions, undo };
}

async function readWider(
  client: HardeningClient,
  object: KubernetesObject,
): Promise<KubernetesObject | null> {
  const name = isObject(object.spec) ? textOf(object.spec.policyName) : '';
  return name === '' ? null : client.read({ ...object, metadata: { name } });
}

function isPolicy({ kind }: ObjectProposal['object']): boolean {
  return kind !== 'Namespace' && kind !== 'DaemonSet';
}

function refused(why: string): HardeningOutcome {
  return { state: 'refused', why, cautions: [], undo: null };
}
