import { parseResourceId } from '#domain/campaign/ids.ts';
import { FailureError } from '#domain/failure-error.ts';
import { type BeginOptions, type BeginResult, begun, eTagOf, unquoted } from './begin-change.ts';
import { settingBody } from './change-body.ts';
import type { ArmClients } from './clients.ts';
import { TooLateError } from './not-after-policy.ts';
import { armUrl, resourcePath, sendRaw } from './raw-request.ts';

/** One property of a cluster, by its path below `properties`. */
export interface SettingChange {
  readonly resourceId: string;
  readonly path: readonly string[];
  readonly value: string | boolean;
}

/** Sends the cluster as it is, with this property changed, if it is still the one inspected. Throws as `beginChange`. */
export async function changeSetting(
  clients: ArmClients,
  { resourceId, path, value }: SettingChange,
  { eTag, notAfterMs, correlationId, signal }: BeginOptions,
): Promise<BeginResult> {
  const client = clients.mutator(parseResourceId(resourceId).subscriptionId);
  const url = armUrl(clients.endpoint, resourcePath(resourceId, null));
  const { body: current } = await sendRaw(clients, client, { method: 'GET', url, correlationId, signal });
  if (eTagOf(current) !== unquoted(eTag)) return { kind: 'changed' };
  try {
    const body = settingBody(current, path, value);
    const request = { method: 'PUT', url, body, ifMatch: eTag, correlationId, notAfterMs, signal } as const;
    const answer = await sendRaw(clients, client, request);
    return begun(answer, { resourceId, pool: null, url: answer.operationUrl });
  } catch (error) {
    if (error instanceof TooLateError) return { kind: 'too-late' };
    if (error instanceof FailureError && error.failure.kind === 'foreign-change') return { kind: 'changed' };
    throw error;
  }
}
