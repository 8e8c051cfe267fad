import { type Change, poolOf } from '#domain/change/change.ts';
import type { ArmClients } from '../client/arm-clients.ts';
import { armUrl, resourcePath } from '../client/raw-request.ts';
import { changeRequest, settingBody } from './change-request.ts';
import { computeVersion, markOf } from './machine-mark.ts';
import { type BeginOptions, type BeginResult, sendIfUnchanged } from './send-if-unchanged.ts';

/**
 * Sends one change, once. What is sent is what is there now, and it counts only if that is what was inspected:
 * the PUT carries the inspected eTag. A POST has no If-Match: its eTag is compared before, and the mark of a machine.
 * Throws as `sendIfUnchanged`.
 */
export async function beginChange(
  clients: ArmClients,
  change: Change,
  options: BeginOptions,
): Promise<BeginResult> {
  const { resourceId } = change;
  const pool = poolOf(change);
  const read = change.kind === 'create-node-pool' ? change.like : pool;
  return sendIfUnchanged(clients, { resourceId, pool, read }, options, async (current, url) => {
    const request = changeRequest(change, current);
    if ('isDelete' in request) return { method: 'DELETE', url, ifMatch: options.eTag };
    if ('put' in request) {
      const precondition = read === pool ? { ifMatch: options.eTag } : { isNew: true as const };
      return { method: 'PUT', url, body: request.put, ...precondition };
    }
    if (change.kind !== 'restart-node') {
      const { action, ...body } = request;
      const path = `${resourcePath(resourceId, pool)}/${action}`;
      return { method: 'POST', url: armUrl(clients.endpoint, path), ...body };
    }
    if ((await markOf(clients, change.machine, options.signal)) !== change.mark) return null;
    const path = `${change.machine}/${request.action}`;
    return { method: 'POST', url: armUrl(clients.endpoint, path, computeVersion) };
  });
}

/** One property of a cluster, by its path below `properties`. */
export interface SettingChange {
  readonly resourceId: string;
  readonly path: readonly string[];
  readonly value: string | boolean;
}

/** Sends the cluster as it is, with this property changed, if it is still the one inspected. Throws as `sendIfUnchanged`. */
export function changeSetting(
  clients: ArmClients,
  { resourceId, path, value }: SettingChange,
  options: BeginOptions,
): Promise<BeginResult> {
  return sendIfUnchanged(clients, { resourceId, pool: null }, options, (current, url) => ({
    method: 'PUT',
    url,
    body: settingBody(current, path, value),
    ifMatch: options.eTag,
  }));
}
