import { type Change, type Operation, poolOf } from '#domain/campaign/change.ts';
import { parseResourceId } from '#domain/campaign/ids.ts';
import { FailureError } from '#domain/failure-error.ts';
import { changeBody, type PutChange } from './change-body.ts';
import type { ArmClients } from './clients.ts';
import { type JsonObject, objectAt, textAt } from './json-object.ts';
import { computeVersion, markOf } from './machine-mark.ts';
import { TooLateError } from './not-after-policy.ts';
import { armUrl, type RawAnswer, resourcePath, sendRaw } from './raw-request.ts';

export interface BeginOptions {
  /** As inspected: the pool's for a pool, the cluster's for the control plane. Never read anew here. */
  readonly eTag: string;
  /** Real ms since the epoch; null: no limit. Looked at right before the request leaves. */
  readonly notAfterMs: number | null;
  /** Sent as x-ms-client-request-id. */
  readonly correlationId: string;
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

/**
 * Sends one change, once. What is sent is what is there now, and it counts only if that is what was inspected:
 * the PUT carries the inspected eTag. The POSTs know no If-Match, so their eTag is compared here.
 * Throws a FailureError; `no-answer` means that it may or may not have been accepted.
 */
export async function beginChange(
  clients: ArmClients,
  change: Change,
  options: BeginOptions,
): Promise<BeginResult> {
  const client = clients.mutator(parseResourceId(change.resourceId).subscriptionId);
  const pool = poolOf(change);
  const path = resourcePath(change.resourceId, pool);
  const url = armUrl(clients.endpoint, path);
  const common = { correlationId: options.correlationId, signal: options.signal };
  const current = await sendRaw(clients, client, { method: 'GET', url, ...common });
  if (eTagOf(current.body) !== unquoted(options.eTag)) return { kind: 'changed' };
  const send = { ...common, notAfterMs: options.notAfterMs };
  if (
    change.kind === 'restart-node' &&
    (await markOf(clients, change.machine, options.signal)) !== change.mark
  )
    return { kind: 'changed' };
  try {
    const action = actionOf(change);
    const answer = await (action !== null
      ? sendRaw(clients, client, {
          method: 'POST',
          url:
            change.kind === 'restart-node'
              ? armUrl(clients.endpoint, `${change.machine}/${action.name}`, computeVersion)
              : armUrl(clients.endpoint, `${path}/${action.name}`),
          ...(action.body !== null && { body: action.body }),
          ...send,
        })
      : sendRaw(clients, client, {
          method: 'PUT',
          url,
          body: changeBody(change as PutChange, current.body),
          ifMatch: options.eTag,
          ...send,
        }));
    return begun(answer, { resourceId: change.resourceId, pool, url: answer.operationUrl });
  } catch (error) {
    if (error instanceof TooLateError) return { kind: 'too-late' };
    if (error instanceof FailureError && error.failure.kind === 'foreign-change') return { kind: 'changed' };
    throw error;
  }
}

interface Action {
  readonly name: string;
  readonly body: JsonObject | null;
}

/** What is a POST of its own; null: a PUT of the resource. */
function actionOf(change: Change): Action | null {
  if (change.kind === 'upgrade-node-image') return { name: 'upgradeNodeImageVersion', body: null };
  if (change.kind === 'delete-machines')
    return { name: 'deleteMachines', body: { machineNames: [...change.machines] } };
  if (change.kind === 'restart-node') return { name: 'restart', body: null };
  return null;
}

/** A PUT that changes nothing ends at once: Succeeded, without an operation. */
export function begun(answer: RawAnswer, operation: Operation): BeginResult {
  const state = textAt(objectAt(answer.body, 'properties'), 'provisioningState');
  const isDone = answer.status === 200 && operation.url === null && state === 'Succeeded';
  return isDone ? { kind: 'done' } : { kind: 'accepted', operation };
}

/** Clusters carry it at the top, pools among their properties. */
export function eTagOf(body: JsonObject): string | null {
  const found = textAt(body, 'eTag') ?? textAt(objectAt(body, 'properties'), 'eTag');
  return found === null ? null : unquoted(found);
}

export function unquoted(eTag: string): string {
  return eTag.replace(/^"|"$/g, '');
}
