import type { Operation } from '#domain/change/change.ts';
import { hasCode } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import { parseResourceId } from '#domain/fleet/ids.ts';
import type { ArmClients } from '../client/arm-clients.ts';
import { armUrl, resourcePath, sendRaw } from '../client/raw-request.ts';

export type AbortResult =
  | { readonly kind: 'accepted'; readonly operation: Operation }
  | { readonly kind: 'nothing-to-abort' };

/**
 * Asks Azure to cancel what runs on the pool (or, `pool` null, on the cluster). What was done stays done.
 * Azure answers OperationNotAllowed where nothing runs: that is an answer, not a failure. By any other code of a conflict it does not
 * abort now, and what runs goes on: that is a failure that time fixes.
 */
export async function abortOperation(
  clients: ArmClients,
  resourceId: string,
  pool: string | null,
  signal?: AbortSignal,
): Promise<AbortResult> {
  const url = armUrl(clients.endpoint, `${resourcePath(resourceId, pool)}/abort`);
  const client = clients.mutator(parseResourceId(resourceId).subscriptionId);
  try {
    const answer = await sendRaw(clients, client, { method: 'POST', url, signal });
    return { kind: 'accepted', operation: { resourceId, pool, url: answer.operationUrl } };
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    if (hasCode(error.failure, 'OperationNotAllowed')) return { kind: 'nothing-to-abort' };
    if (error.failure.kind !== 'busy') throw error;
    throw new FailureError({ ...error.failure, kind: 'azure-unavailable' }, error);
  }
}
