import type { AutoUpgradeProfile, FleetManagers, FleetMembership } from '#domain/fleet/other-writers.ts';
import { valueOr } from '#domain/observation.ts';
import type { ArmClients } from '../client/arm-clients.ts';
import { type JsonObject, objectAt, textAt } from '../client/json-object.ts';
import { listPages } from '../client/list-pages.ts';
import { readIfShown } from '../client/read-if-shown.ts';

/** The first with auto-upgrade profiles that is no preview. */
const fleetsVersion = '2025-03-01';

/**
 * The Fleet Managers of a subscription with their members, wherever these are: one request, and two for each of
 * them (the second only where it has members). What Azure does not show is among `unread`.
 */
export async function listFleetManagers(
  clients: ArmClients,
  subscriptionId: string,
  signal?: AbortSignal,
): Promise<FleetManagers> {
  const client = clients.reader(subscriptionId);
  const list = (path: string) => listPages(clients, client, { path, version: fleetsVersion, signal });
  const fleets = await readIfShown(
    { permission: 'Microsoft.ContainerService/fleets/read', scope: `subscription ${subscriptionId}` },
    () => list(`/subscriptions/${subscriptionId}/providers/Microsoft.ContainerService/fleets`),
  );
  if ('unread' in fleets) return { memberships: [], unread: [fleets.unread] };
  const found: FleetManagers[] = [];
  for (const fleet of fleets.value) found.push(await readFleetManager(fleet, list));
  return {
    memberships: found.flatMap(({ memberships }) => memberships),
    unread: found.flatMap(({ unread }) => unread),
  };
}

async function readFleetManager(
  document: JsonObject,
  list: (path: string) => Promise<readonly JsonObject[]>,
): Promise<FleetManagers> {
  const id = textAt(document, 'id') ?? '';
  const name = textAt(document, 'name') ?? id;
  const scope = `Fleet Manager ${name}`;
  const members = await readIfShown(
    { permission: 'Microsoft.ContainerService/fleets/members/read', scope },
    () => list(`${id}/members`),
  );
  if ('unread' in members) return { memberships: [], unread: [members.unread] };
  if (members.value.length === 0) return { memberships: [], unread: [] };
  const profiles = await readIfShown(
    { permission: 'Microsoft.ContainerService/fleets/autoUpgradeProfiles/read', scope },
    () => list(`${id}/autoUpgradeProfiles`),
  );
  const enabled = valueOr(profiles, []).flatMap(toProfile);
  return {
    memberships: members.value.flatMap((member) => toMembership(name, member, enabled)),
    unread: 'unread' in profiles ? [profiles.unread] : [],
  };
}

function toMembership(
  fleet: string,
  member: JsonObject,
  profiles: readonly AutoUpgradeProfile[],
): FleetMembership[] {
  const properties = objectAt(member, 'properties');
  const clusterId = textAt(properties, 'clusterResourceId');
  if (clusterId === null) return [];
  return [{ clusterId, fleet, group: textAt(properties, 'group') || null, profiles }];
}

function toProfile(document: JsonObject): AutoUpgradeProfile[] {
  const properties = objectAt(document, 'properties');
  if (properties.disabled === true) return [];
  return [
    { name: textAt(document, 'name') ?? '', channel: textAt(properties, 'channel') ?? 'unknown channel' },
  ];
}
