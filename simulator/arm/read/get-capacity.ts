import { coreUsages } from '../../capacity/core-quota.ts';
import { machineSizes } from '../../capacity/machine-sizes.ts';
import { subnetAt } from '../../capacity/networks.ts';
import type { JsonObject } from '../../values/json-value.ts';
import type { ArmAnswer, ArmCall } from '../request/arm-call.ts';
import { clusterNotFound } from '../request/arm-error.ts';

/** Microsoft.Compute: cores in use and allowed in a region. */
export function getComputeUsages(call: ArmCall): ArmAnswer {
  const { subscription = '', location = '' } = call.params;
  const usages = coreUsages(call.world.quotas, call.world.clusters, subscription, location);
  const value = usages.map(({ family, used, limit }) => ({
    unit: 'Count',
    currentValue: used,
    limit,
    name: { value: family, localizedValue: localized(family) },
  }));
  return { status: 200, body: { value } };
}

const oneLocation = /^location eq '([^']+)'$/i;

/** Microsoft.Compute: machine sizes with their zones and what restricts them, in one region if the filter names it. */
export function listSkus({ world, params, query }: ArmCall): ArmAnswer {
  const { subscription = '' } = params;
  const [, wanted] = oneLocation.exec(query.get('$filter') ?? '') ?? [];
  const locations = new Set(wanted === undefined ? world.clusters.map((each) => each.location) : [wanted]);
  const value = [...locations].flatMap((location) =>
    machineSizes(world.skuRestrictions, world.clusters, { subscription, location }).map((size) => ({
      resourceType: 'virtualMachines',
      name: size.name,
      locations: [location],
      locationInfo: [{ location, zones: [...size.zones] }],
      restrictions: size.restrictions.map(({ zones }) => ({
        type: zones.length === 0 ? 'Location' : 'Zone',
        values: [location],
        restrictionInfo: { locations: [location], ...(zones.length === 0 ? {} : { zones }) },
        reasonCode: 'NotAvailableForSubscription',
      })),
    })),
  );
  return { status: 200, body: { value } };
}

function localized(family: string): string {
  return family === 'cores' ? 'Total Regional vCPUs' : `${family} vCPUs`;
}

/** Microsoft.Network: a subnet; `ipConfigurations` has an entry for every address in use. */
export function getSubnet(call: ArmCall): ArmAnswer {
  const { subscription, group, network, subnet } = call.params;
  const id = `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Network/virtualNetworks/${network}/subnets/${subnet}`;
  const state = subnetAt(call.world.networks, call.world.clusters, id);
  if (state === undefined) throw clusterNotFound(id.split('/providers/')[1] ?? id);
  const ipConfigurations: JsonObject[] = Array.from({ length: state.used }, (_, index) => ({
    id: `${state.id}/ipConfigurations/${index}`,
  }));
  const body = {
    id: state.id,
    name: state.subnet.name,
    type: 'Microsoft.Network/virtualNetworks/subnets',
    properties: {
      provisioningState: 'Succeeded',
      addressPrefix: state.subnet.addressPrefix,
      ipConfigurations,
    },
  };
  return { status: 200, body };
}
