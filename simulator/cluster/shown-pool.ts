import { isObject, type JsonObject, objectAt } from '../values/json-value.ts';

/** The fields that a pool of this kind has (recorded); AKS alone chooses the others of it, or it has none. */
const machinesFields = ['type', 'provisioningState', 'powerState', 'mode', 'upgradeSettings', 'eTag'];
const withoutOf = {
  ManagedSystem: [
    'osDiskSizeGB',
    'enableAutoScaling',
    'enableEncryptionAtHost',
    'enableUltraSSD',
    'networkProfile',
  ],
  AvailabilitySet: ['nodeImageVersion'],
};

/** A pool's properties as its kind is shown on the wire, as recorded of AKS; what is not shown is kept. */
export function shownPool(properties: JsonObject): JsonObject {
  const { count = null, vmSize = null, ...rest } = properties;
  if (rest.mode === 'Machines') return { ...only(rest, machinesFields), upgradeSettings: {} };
  if (rest.type === 'AvailabilitySet')
    return { ...without(rest, withoutOf.AvailabilitySet), upgradeSettings: {}, count, vmSize };
  if (rest.type !== 'VirtualMachines') return { ...rest, count, vmSize };
  const shown = rest.mode === 'ManagedSystem' ? without(rest, withoutOf.ManagedSystem) : rest;
  return { ...shown, ...machines(rest, { size: vmSize, count }) };
}

/**
 * A pool of VirtualMachines has its size and count in a profile, and its nodes by size; while it is autoscaled, a scale of its own stands
 * there, as one object, `enableAutoScaling` beside it is false, and a stopped pool or one without nodes lists none.
 */
function machines(properties: JsonObject, manual: JsonObject): JsonObject {
  const { autoscale } = objectAt(objectAt(properties, 'virtualMachinesProfile'), 'scale');
  const isListed = manual.count !== 0 && objectAt(properties, 'powerState').code !== 'Stopped';
  return {
    virtualMachinesProfile: { scale: isObject(autoscale) ? { autoscale } : { manual: [manual] } },
    ...(isListed && { virtualMachineNodesStatus: [manual] }),
  };
}

function only(properties: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => keys.includes(key)));
}

function without(properties: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => !keys.includes(key)));
}
