import type { MachineOffer } from '#domain/preflight/findings/preflight-readings.ts';
import type { ArmClients } from '../client/arm-clients.ts';
import { type JsonObject, objectAt, objectsAt, textAt, textsAt } from '../client/json-object.ts';
import { listPages } from '../client/list-pages.ts';

const skusVersion = '2021-07-01';

/** Microsoft.Compute: the machine sizes of a region as a subscription may have them, one list of hundreds. */
export async function machineOffers(
  clients: ArmClients,
  subscriptionId: string,
  location: string,
  signal?: AbortSignal,
): Promise<readonly MachineOffer[]> {
  const path = `/subscriptions/${subscriptionId}/providers/Microsoft.Compute/skus`;
  const filter = `location eq '${location}'`;
  const list = { path, version: skusVersion, filter, signal };
  const found = await listPages(clients, clients.reader(subscriptionId), list);
  return found
    .filter((each) => textAt(each, 'resourceType') === 'virtualMachines')
    .map((each) => toOffer(each, location));
}

/** As the domain sees it: a restriction of type Location holds for the region, one of type Zone for its zones. */
export function toOffer(found: JsonObject, location: string): MachineOffer {
  const here = objectsAt(found, 'locationInfo').find(
    (each) => textAt(each, 'location')?.toLowerCase() === location.toLowerCase(),
  );
  const restrictions = objectsAt(found, 'restrictions');
  return {
    name: textAt(found, 'name') ?? '',
    zones: textsAt(here ?? {}, 'zones'),
    refusedZones: restrictions
      .filter((each) => textAt(each, 'type') === 'Zone')
      .flatMap((each) => textsAt(objectAt(each, 'restrictionInfo'), 'zones')),
    isRefused: restrictions.some((each) => textAt(each, 'type') === 'Location'),
  };
}
