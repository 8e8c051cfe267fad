import type { CoreUsage, SubnetRoom } from '#domain/preflight/findings/preflight-readings.ts';
import type { ArmClients } from '../client/arm-clients.ts';
import { type JsonObject, objectAt, textAt } from '../client/json-object.ts';
import { listPages } from '../client/list-pages.ts';
import { armUrl, sendRaw } from '../client/raw-request.ts';

const computeVersion = '2024-07-01';
const networkVersion = '2024-05-01';

/** Azure keeps five addresses of every subnet for itself. */
const reservedAddresses = 5;

/** Microsoft.Compute: vCPUs of a region, one list. */
export async function coreUsages(
  clients: ArmClients,
  subscriptionId: string,
  location: string,
  signal?: AbortSignal,
): Promise<readonly CoreUsage[]> {
  const path = `/subscriptions/${subscriptionId}/providers/Microsoft.Compute/locations/${location}/usages`;
  const list = { path, version: computeVersion, signal };
  const found = await listPages(clients, clients.reader(subscriptionId), list);
  return found.flatMap((each) => {
    const family = textAt(objectAt(each, 'name'), 'value');
    const { currentValue: used, limit } = each;
    return family !== null && typeof used === 'number' && typeof limit === 'number'
      ? [{ family, used, limit }]
      : [];
  });
}

/** Microsoft.Network: how many IPv4 addresses of a subnet no one has; one request. */
export async function subnetRoom(
  clients: ArmClients,
  subnetId: string,
  signal?: AbortSignal,
): Promise<SubnetRoom> {
  const client = clients.reader(subnetId.split('/')[2] ?? '');
  const url = armUrl(clients.endpoint, subnetId, networkVersion);
  const { body } = await sendRaw(clients, client, { method: 'GET', url, signal });
  return toSubnetRoom(body);
}

/** As the domain sees it; a range that is none counts nothing. */
export function toSubnetRoom(body: JsonObject): SubnetRoom {
  const properties = objectAt(body, 'properties');
  const { addressPrefix, addressPrefixes, ipConfigurations } = properties;
  const ranges: readonly unknown[] = Array.isArray(addressPrefixes) ? addressPrefixes : [addressPrefix];
  const size = ranges.reduce<number>((sum, each) => sum + addressesIn(each), 0);
  const used = Array.isArray(ipConfigurations) ? ipConfigurations.length : 0;
  return { name: textAt(body, 'name') ?? '', free: Math.max(0, size - used) };
}

function addressesIn(range: unknown): number {
  const [, bits] = /^\d+\.\d+\.\d+\.\d+\/(\d+)$/.exec(typeof range === 'string' ? range : '') ?? [];
  return bits === undefined ? 0 : Math.max(0, 2 ** (32 - Number(bits)) - reservedAddresses);
}
