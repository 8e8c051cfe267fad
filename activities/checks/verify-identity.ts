import { decisionDigest, type ProvenDecision } from '#domain/gate/decision-digest.ts';
import { identityOf, type ProvenIdentity } from '#domain/gate/proven-identity.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import type { PacedInput } from '../envelope/paced-input.ts';

export interface VerifyIdentityInput extends PacedInput {
  readonly proof: string;
  readonly decision: ProvenDecision;
  /** Those that the file names, for gates and for force. */
  readonly approvers: readonly string[];
}

/**
 * Who stands behind a decision, or why the proof proves nothing. Throws a FailureError (no-answer) where Entra does not say
 * by which keys it signs.
 */
export function verifyIdentity({ approvals }: Pick<Gateways, 'approvals'>) {
  return async ({
    proof,
    decision,
    approvers,
  }: VerifyIdentityInput): Promise<ProvenIdentity | { readonly refusal: string }> => {
    if (approvals === null)
      return { refusal: 'this worker verifies none: DRYDOCK_APPROVAL_KEYS is not set (docs/approvals.md)' };
    try {
      const identity = identityOf(await approvals.claimsOf(proof, decisionDigest(decision)), approvers);
      return typeof identity === 'string' ? { refusal: identity } : identity;
    } catch (thrown) {
      if (thrown instanceof RangeError) return { refusal: thrown.message };
      throw thrown;
    }
  };
}
