import { findTargetCluster, parseTarget } from '#domain/campaign/operator-target.ts';
import { describeFailure } from '#domain/failure.ts';
import { clusterWorkflowId } from '#domain/fleet/ids.ts';
import { judgeForce, notInFile } from '#domain/gate/force.ts';
import { describeIdentity } from '#domain/gate/proven-identity.ts';
import type { ForceEvidence } from '#protocol/signals.ts';
import { usedBefore, useToken } from '../checks/use-token.ts';
import { isTooLong, tooLong, verifyProof } from '../checks/verify-proof.ts';
import { readFailure } from '../read-failure.ts';
import type { ClusterRun, ForceOrder } from '../state/cluster-run.ts';

interface ProofChecks {
  readonly verify: typeof verifyProof;
  readonly use: typeof useToken;
}

/**
 * A force that this cluster obeys; a text: why it does not. A signal can come from anyone who may write to the namespace: where the
 * campaign asks for Entra, the cluster verifies the proof itself, and obeys each token once.
 */
export async function proveForce(
  { input }: Pick<ClusterRun, 'input'>,
  order: ForceOrder,
  evidence: ForceEvidence | undefined,
  { verify, use }: ProofChecks = { verify: verifyProof, use: useToken },
): Promise<ForceOrder | string> {
  const { mayForce, provenForce, campaign, plan, pace, tuning } = input;
  if (mayForce === null) return notInFile;
  if (provenForce === undefined) return order;
  if (evidence === undefined) return 'it came without a proof of identity (approval.identity)';
  const { proof, terms } = evidence;
  if (typeof proof !== 'string' || isTooLong(proof)) return tooLong;
  const { target, forMs } = terms;
  const aim = parseTarget(String(target));
  if (aim?.kind !== 'cluster' || 'refusal' in findTargetCluster([{ resourceId: plan.resourceId }], aim))
    return 'its proof is about another cluster';
  const { approvers, startedBy, terms: allowed } = provenForce;
  try {
    const decision = { campaign, verb: 'force', terms } as const;
    const identity = await verify({ proof, decision, approvers, pace, tuning });
    if ('refusal' in identity) return identity.refusal;
    const by = describeIdentity(identity);
    const asked = { terms: allowed, cluster: plan.name, by, identity, startedBy, forMs: Number(forMs) };
    const verdict = judgeForce(asked);
    if (!verdict.ok) return verdict.reason;
    if (!(await use(identity, clusterWorkflowId(plan.resourceId)))) return usedBefore;
    return { by, reason: String(terms.reason), forMs: asked.forMs };
  } catch (thrown) {
    return `its proof cannot be verified now: ${describeFailure(readFailure(thrown))}`;
  }
}
