import type { Operation, OperationReading } from '#domain/change/change.ts';
import type { FailureKind } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import { parseResourceId } from '#domain/fleet/ids.ts';
import type { ArmClients } from '../client/arm-clients.ts';
import { failureOfOperation } from '../client/azure-failure.ts';
import { describeError } from '../client/error-body.ts';
import { type JsonObject, objectAt, textAt } from '../client/json-object.ts';
import { armUrl, resourcePath, sendRaw } from '../client/raw-request.ts';

/**
 * Reads an operation once. Its status word alone decides: an error may stand beside a status that runs, and
 * progress texts may contain "failed". Where its record is gone or may not be read, or ended with a word of its
 * own, the resource's provisioningState speaks.
 * Never asks for operationresults, which answers 204 where the SDK expects a body.
 */
export async function readOperation(
  clients: ArmClients,
  operation: Operation,
  signal?: AbortSignal,
): Promise<OperationReading> {
  if (operation.url === null) return readResource(clients, operation, signal);
  const client = clients.reader(parseResourceId(operation.resourceId).subscriptionId);
  try {
    const { body } = await sendRaw(clients, client, { method: 'GET', url: operation.url, signal });
    const found = reading(textAt(body, 'status') ?? '', objectAt(body, 'error'));
    const hasEnded = textAt(body, 'endTime') !== null;
    if (found.state !== 'running' || !hasEnded) return found;
  } catch (error) {
    if (!(error instanceof FailureError) || !withoutRecord.has(error.failure.kind)) throw error;
  }
  return readResource(clients, operation, signal);
}

/** Records live below the subscription: rights on the cluster alone start an operation but do not show it. */
const withoutRecord: ReadonlySet<FailureKind> = new Set(['not-found', 'not-allowed']);

async function readResource(
  clients: ArmClients,
  operation: Operation,
  signal: AbortSignal | undefined,
): Promise<OperationReading> {
  const client = clients.reader(parseResourceId(operation.resourceId).subscriptionId);
  const url = armUrl(clients.endpoint, resourcePath(operation.resourceId, operation.pool));
  const { body } = await sendRaw(clients, client, { method: 'GET', url, signal });
  const properties = objectAt(body, 'properties');
  const error = objectAt(objectAt(properties, 'status'), 'provisioningError');
  return reading(textAt(properties, 'provisioningState') ?? '', error);
}

/** From a status word (of an operation or a provisioningState) to what it means; unknown words are progress. */
export function reading(status: string, error: JsonObject): OperationReading {
  switch (status.toLowerCase()) {
    case 'succeeded':
      return { state: 'succeeded' };
    case 'failed':
      return { state: 'failed', failure: failureOfOperation('failed', describeError(error)) };
    case 'canceled':
    case 'cancelled':
      return { state: 'canceled', failure: failureOfOperation('canceled', describeError(error)) };
    default:
      return { state: 'running', progress: status, nodes: nodesOf(status) };
  }
}

/** null: no count, or one that cannot be ("1/0 nodes completed", recorded). */
function nodesOf(progress: string): { readonly done: number; readonly total: number } | null {
  const found = /(\d+)\/(\d+) nodes completed/.exec(progress);
  const [done, total] = [Number(found?.[1]), Number(found?.[2])];
  return total > 0 && done <= total ? { done, total } : null;
}
