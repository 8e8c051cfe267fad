import { proxyLocalActivities, workflowInfo } from '@temporalio/workflow';
import type { RequiresIdentityInput } from '#activities/checks/requires-identity.ts';
import type { Activities } from '#activities/index.ts';
import type { Pace } from '#domain/campaign/pace.ts';
import type { ProvenDecision } from '#domain/gate/decision-digest.ts';
import type { ProvenIdentity } from '#domain/gate/proven-identity.ts';
import type { Tuning } from '#protocol/tuning.ts';

/** An operator waits for the answer meanwhile; real milliseconds. */
const patience = { startToCloseTimeout: 15_000, scheduleToCloseTimeout: 25_000 };

/** Of a proof, in characters: history keeps it. */
const longestProof = 32_768;
export const tooLong = `the proof has more than ${longestProof} characters`;

export function isTooLong(proof: string): boolean {
  return proof.length > longestProof;
}

export interface Proof {
  readonly proof: string;
  readonly decision: Omit<ProvenDecision, 'namespace'>;
  /** Those that the file names, for gates and for force. */
  readonly approvers: readonly string[];
  readonly pace: Pace | null;
  readonly tuning: Tuning;
}

/** Who stands behind a decision, or why its proof proves nothing. Throws where Entra does not answer. */
export function verifyProof({
  proof,
  decision,
  approvers,
  pace,
  tuning,
}: Proof): Promise<ProvenIdentity | { readonly refusal: string }> {
  return localActivities(tuning).verifyIdentity.executeWithOptions(
    { summary: `Who says ${decision.verb}?` },
    [{ proof, decision: { namespace: workflowInfo().namespace, ...decision }, approvers, pace }],
  );
}

/** Whether the worker runs the campaign only if an identity of Entra has started it. */
export function workerRequiresIdentity(
  tuning: Tuning,
  scheduled: RequiresIdentityInput['scheduled'],
): Promise<boolean> {
  return localActivities(tuning).requiresIdentity.executeWithOptions(
    { summary: 'Are identities required?' },
    [{ scheduled }],
  );
}

/** Local: the result of any other activity can be sent by whoever may write to the namespace. */
function localActivities({ retryInitialMs, retryMaxMs }: Tuning) {
  const retry = { initialInterval: retryInitialMs, maximumInterval: retryMaxMs };
  return proxyLocalActivities<Activities>({ ...patience, retry });
}
