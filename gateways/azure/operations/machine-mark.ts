import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import type { ArmClients } from '../client/arm-clients.ts';
import { isJsonObject, type JsonObject, objectAt, textAt } from '../client/json-object.ts';
import { armUrl, sendRaw } from '../client/raw-request.ts';

/** Microsoft.Compute; its own, for ours is that of Microsoft.ContainerService. */
export const computeVersion = '2024-11-01';

/**
 * The instant of a machine's last operation, from its instance view: in place of an eTag, which a restart knows nothing of.
 * null: one runs now. Throws FailureError (unclassified) where no instant is given.
 */
export async function markOf(
  clients: ArmClients,
  machine: string,
  signal?: AbortSignal,
): Promise<string | null> {
  const subscription = machine.split('/')[2] ?? '';
  const url = `${armUrl(clients.endpoint, machine, computeVersion)}&$expand=instanceView`;
  const { body } = await sendRaw(clients, clients.reader(subscription), { method: 'GET', url, signal });
  return toMark(machine, objectAt(body, 'properties'));
}

/** Of the machine's properties. A mark without an instant would be the same after another operation: it guards nothing. */
export function toMark(machine: string, properties: JsonObject): string | null {
  const state = textAt(properties, 'provisioningState') ?? '';
  if (state !== 'Succeeded' && state !== 'Failed' && state !== 'Canceled') return null;
  const { statuses } = objectAt(properties, 'instanceView');
  const last = (Array.isArray(statuses) ? statuses : [])
    .filter(isJsonObject)
    .find((each) => textAt(each, 'code')?.startsWith('ProvisioningState/'));
  const time = textAt(last ?? {}, 'time');
  if (time !== null) return `${state} ${time}`;
  throw new FailureError(
    failure('unclassified', `The instance view of ${machine} does not say when its last operation ended.`),
  );
}
