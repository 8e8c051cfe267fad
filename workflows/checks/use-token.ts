import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { startChild } from '@temporalio/workflow';
import type { ProvenIdentity } from '#domain/gate/proven-identity.ts';
import { workflowTypes } from '#protocol/workflow-types.ts';

/** Clocks differ, and the verification tolerates half as much. */
const toleranceMs = 60_000;

export const usedBefore = 'this token has decided before, and each decides once: sign in again';

/**
 * Uses a token up, until it expires, whatever campaign it is about; false: it was used before. A force is used up twice, by its campaign and
 * by the cluster that obeys it: `by` is the workflow id of the cluster.
 */
export async function useToken(
  { tokenId, expiresAt }: Pick<ProvenIdentity, 'tokenId' | 'expiresAt'>,
  by: string | null = null,
): Promise<boolean> {
  try {
    await startChild<(until: number) => Promise<void>>(workflowTypes.usedToken, {
      workflowId: by === null ? `token/${tokenId}` : `token/${tokenId}/${by}`,
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      parentClosePolicy: 'ABANDON',
      args: [expiresAt + toleranceMs],
    });
    return true;
  } catch (thrown) {
    if (thrown instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw thrown;
  }
}
