import { type Change, poolOf } from '#domain/change/change.ts';
import type { ArmClients } from '../client/arm-clients.ts';
import type { JsonObject } from '../client/json-object.ts';
import { armUrl, resourcePath } from '../client/raw-request.ts';
import { changeBody, type PutChange } from './change-body.ts';
import { computeVersion, markOf } from './machine-mark.ts';
import { type BeginOptions, type BeginResult, sendIfUnchanged } from './send-if-unchanged.ts';

/**
 * Sends one change, once. What is sent is what is there now, and it counts only if that is what was inspected:
 * the PUT carries the inspected eTag. The POSTs know no If-Match, so their eTag is compared before, and the mark of a machine.
 * Throws as `sendIfUnchanged`.
 */
export async function beginChange(
  clients: ArmClients,
  change: Change,
  options: BeginOptions,
): Promise<BeginResult> {
  const { resourceId } = change;
  const pool = poolOf(change);
  return sendIfUnchanged(clients, { resourceId, pool }, options, async (current, url) => {
    const action = actionOf(change);
    if (action === null)
      return { method: 'PUT', url, body: changeBody(change as PutChange, current), ifMatch: options.eTag };
    if (change.kind !== 'restart-node')
      return post(armUrl(clients.endpoint, `${resourcePath(resourceId, pool)}/${action.name}`), action);
    if ((await markOf(clients, change.machine, options.signal)) !== change.mark) return null;
    return post(armUrl(clients.endpoint, `${change.machine}/${action.name}`, computeVersion), action);
  });
}

function post(url: string, { body }: Action) {
  return { method: 'POST', url, ...(body !== null && { body }) } as const;
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
