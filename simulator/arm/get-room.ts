import { coreUsages } from '../core-quota.ts';
import type { JsonObject } from '../json-value.ts';
import { subnetAt } from '../networks.ts';
import type { ArmAnswer, ArmCall } from './arm-call.ts';
import { clusterNotFound } from './arm-error.ts';

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
