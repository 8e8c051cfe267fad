import type { ResourceLock } from '#domain/preflight/findings/preflight-readings.ts';
import type { ArmClients } from '../client/arm-clients.ts';
import { type JsonObject, objectAt, textAt } from '../client/json-object.ts';
import { listPages } from '../client/list-pages.ts';

const locksVersion = '2020-05-01';
const form = /^(.*)\/providers\/Microsoft\.Authorization\/locks\/([^/]+)$/i;

/** Microsoft.Authorization: the locks of a subscription and of everything in it, one list. */
export async function resourceLocks(
  clients: ArmClients,
  subscriptionId: string,
  signal?: AbortSignal,
): Promise<readonly ResourceLock[]> {
  const path = `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/locks`;
  const list = { path, version: locksVersion, signal };
  return (await listPages(clients, clients.reader(subscriptionId), list)).flatMap(toLock);
}

/** A level that is none (`NotSpecified`) locks nothing. */
export function toLock(found: JsonObject): readonly ResourceLock[] {
  const [, scope, name] = form.exec(textAt(found, 'id') ?? '') ?? [];
  const level = textAt(objectAt(found, 'properties'), 'level');
  if (scope === undefined || name === undefined) return [];
  return level === 'ReadOnly' || level === 'CanNotDelete' ? [{ name, level, scope }] : [];
}
