import type { ArmClients } from './clients.ts';
import { isJsonObject, objectAt, textAt } from './json-object.ts';
import { armUrl, sendRaw } from './raw-request.ts';

/** Microsoft.Compute; its own, for ours is that of Microsoft.ContainerService. */
export const computeVersion = '2024-11-01';

/**
 * The instant of a machine's last operation, from its instance view: in place of an eTag, which a restart knows nothing of.
 * null: one runs now.
 */
export async function markOf(
  clients: ArmClients,
  machine: string,
  signal?: AbortSignal,
): Promise<string | null> {
  const [, subscription = ''] = machine.split('/subscriptions/')[1]?.match(/^([^/]+)/) ?? [];
  const url = `${armUrl(clients.endpoint, machine, computeVersion)}&$expand=instanceView`;
  const { body } = await sendRaw(clients, clients.reader(subscription), { method: 'GET', url, signal });
  const properties = objectAt(body, 'properties');
  const statuses = objectAt(properties, 'instanceView').statuses;
  const last = (Array.isArray(statuses) ? statuses : [])
    .filter(isJsonObject)
    .find((each) => textAt(each, 'code')?.startsWith('ProvisioningState/'));
  const state = textAt(properties, 'provisioningState') ?? '';
  const hasEnded = state === 'Succeeded' || state === 'Failed' || state === 'Canceled';
  return hasEnded ? `${state} ${textAt(last ?? {}, 'time') ?? ''}` : null;
}
