import type { Operation } from '#domain/change/change.ts';
import { FailureError } from '#domain/failure-error.ts';
import { parseResourceId } from '#domain/fleet/ids.ts';
import type { ArmClients } from '../client/arm-clients.ts';
import { type JsonObject, objectAt, textAt } from '../client/json-object.ts';
import { TooLateError } from '../client/not-after-policy.ts';
import { armUrl, type RawAnswer, type RawRequest, resourcePath, sendRaw } from '../client/raw-request.ts';

export interface BeginOptions {
  /** As inspected: the pool's for a pool, the cluster's for the control plane. Never read again here. */
  readonly eTag: string;
  /** Real ms since the epoch; null: no limit. Checked right before the request leaves. */
  readonly notAfterMs: number | null;
  /** Sent as x-ms-client-request-id. */
  readonly correlationId: string;
  /** A preview version of the API; absent: the general one. */
  readonly apiVersion?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * accepted: an operation runs. done: nothing was to be done, Azure says so. changed: the resource is not the
 * one inspected (nothing was sent, or it was refused). too-late: nothing was sent.
 */
export type BeginResult =
  | { readonly kind: 'accepted'; readonly operation: Operation }
  | { readonly kind: 'done' }
  | { readonly kind: 'changed' }
  | { readonly kind: 'too-late' };

/** What is sent of a change; the rest of the request is the same for all. null: what it is about has changed meanwhile. */
type Sending = Pick<RawRequest, 'method' | 'url' | 'body' | 'ifMatch' | 'isNew'> | null;

/**
 * Reads a cluster or pool, and sends what `sendingOf` makes of it, once, if it is still the one inspected. `read`: the pool that
 * is read where a new one is made like it; absent: the one that is changed. Throws a FailureError; `no-answer` means that it may or may not have been accepted.
 */
export async function sendIfUnchanged(
  clients: ArmClients,
  {
    resourceId,
    pool,
    read = pool,
  }: { readonly resourceId: string; readonly pool: string | null; readonly read?: string | null },
  { eTag, notAfterMs, correlationId, apiVersion, signal }: BeginOptions,
  sendingOf: (current: JsonObject, url: string) => Sending | Promise<Sending>,
): Promise<BeginResult> {
  const client = clients.mutator(parseResourceId(resourceId).subscriptionId);
  const url = armUrl(clients.endpoint, resourcePath(resourceId, pool), apiVersion);
  const common = { correlationId, signal };
  const readUrl = armUrl(clients.endpoint, resourcePath(resourceId, read), apiVersion);
  const { body: current } = await sendRaw(clients, client, { method: 'GET', url: readUrl, ...common });
  if (eTagOf(current) !== unquoted(eTag)) return { kind: 'changed' };
  const sending = await sendingOf(current, url);
  if (sending === null) return { kind: 'changed' };
  try {
    const answer = await sendRaw(clients, client, { ...sending, ...common, notAfterMs });
    return begun(answer, { resourceId, pool, url: answer.operationUrl });
  } catch (error) {
    if (error instanceof TooLateError) return { kind: 'too-late' };
    if (error instanceof FailureError && error.failure.kind === 'foreign-change') return { kind: 'changed' };
    throw error;
  }
}

/** A PUT that changes nothing ends at once: Succeeded, without an operation. */
function begun(answer: RawAnswer, operation: Operation): BeginResult {
  const state = textAt(objectAt(answer.body, 'properties'), 'provisioningState');
  const isDone = answer.status === 200 && operation.url === null && state === 'Succeeded';
  return isDone ? { kind: 'done' } : { kind: 'accepted', operation };
}

/** Clusters carry it at the top, pools among their properties. */
function eTagOf(body: JsonObject): string | null {
  const found = textAt(body, 'eTag') ?? textAt(objectAt(body, 'properties'), 'eTag');
  return found === null ? null : unquoted(found);
}

function unquoted(eTag: string): string {
  return eTag.replace(/^"|"$/g, '');
}
