import type { FleetManager } from '../../fleet/fleet-manager.ts';
import type { JsonObject } from '../../values/json-value.ts';
import { isSameName } from '../../values/same-name.ts';
import type { ArmAnswer, ArmCall } from '../request/arm-call.ts';
import { clusterNotFound } from '../request/arm-error.ts';

/** Fleet managers of a subscription, or of one group of it. */
export function listFleets(call: ArmCall): ArmAnswer {
  return { status: 200, body: { value: fleetsOf(call).map(fleetDocument) } };
}

export function getFleet(call: ArmCall): ArmAnswer {
  return { status: 200, body: fleetDocument(fleetOf(call)) };
}

/** The clusters a fleet manager rules over. */
export function listFleetMembers(call: ArmCall): ArmAnswer {
  const fleet = fleetOf(call);
  const value = fleet.members.flatMap(({ cluster: name, group }) => {
    const cluster = call.world.clusters.find((each) => each.name === name);
    if (cluster === undefined) return [];
    const properties: JsonObject = {
      clusterResourceId: cluster.id,
      provisioningState: 'Succeeded',
      ...(group === undefined ? {} : { group }),
    };
    const id = `${fleetId(fleet)}/members/${name}`;
    return [{ id, name, type: 'Microsoft.ContainerService/fleets/members', properties }];
  });
  return { status: 200, body: { value } };
}

/** What would make the fleet manager begin update runs; here it never does. */
export function listAutoUpgradeProfiles(call: ArmCall): ArmAnswer {
  const fleet = fleetOf(call);
  const value = fleet.autoUpgradeProfiles.map(({ name, channel, disabled }) => ({
    id: `${fleetId(fleet)}/autoUpgradeProfiles/${name}`,
    name,
    type: 'Microsoft.ContainerService/fleets/autoUpgradeProfiles',
    properties: { provisioningState: 'Succeeded', channel, disabled },
  }));
  return { status: 200, body: { value } };
}

function fleetsOf({ world, params }: ArmCall): readonly FleetManager[] {
  const { subscription, group } = params;
  return world.fleetManagers.filter(
    (fleet) =>
      isSameName(fleet.subscription, subscription) &&
      (group === undefined || isSameName(fleet.resourceGroup, group)),
  );
}

function fleetOf(call: ArmCall): FleetManager {
  const { group, fleet: name } = call.params;
  const fleet = fleetsOf(call).find((each) => isSameName(each.name, name));
  if (fleet !== undefined) return fleet;
  throw clusterNotFound(`Microsoft.ContainerService/fleets/${name}' under resource group '${group}`);
}

function fleetDocument(fleet: FleetManager): JsonObject {
  return {
    id: fleetId(fleet),
    name: fleet.name,
    type: 'Microsoft.ContainerService/fleets',
    location: fleet.location,
    properties: { provisioningState: 'Succeeded' },
  };
}

function fleetId({ subscription, resourceGroup, name }: FleetManager): string {
  return `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.ContainerService/fleets/${name}`;
}
