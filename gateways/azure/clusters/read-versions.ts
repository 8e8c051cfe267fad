import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import type { OfferedMinor } from '#domain/fleet/fleet.ts';
import { parseResourceId } from '#domain/fleet/ids.ts';
import type { UsedVersion } from '#domain/rollback/decide-rollback.ts';
import type { ArmClients } from '../client/arm-clients.ts';
import {
  isJsonObject,
  type JsonObject,
  objectAt,
  objectsAt,
  textAt,
  textsAt,
} from '../client/json-object.ts';
import { armUrl, resourcePath, sendRaw } from '../client/raw-request.ts';

/** What a location offers, in Azure's order. Throws a FailureError (not-understood) where the answer holds no list. */
export async function offers(
  clients: ArmClients,
  subscriptionId: string,
  location: string,
  signal?: AbortSignal,
): Promise<readonly OfferedMinor[]> {
  const path = `/subscriptions/${subscriptionId}/providers/Microsoft.ContainerService/locations/${location}/kubernetesVersions`;
  const url = armUrl(clients.endpoint, path);
  const { body } = await sendRaw(clients, clients.reader(subscriptionId), { method: 'GET', url, signal });
  if (!Array.isArray(body.values))
    throw new FailureError(failure('not-understood', `The versions that ${location} offers are no list.`));
  return objectsAt(body, 'values').flatMap(toOffer);
}

export async function latestNodeImage(
  clients: ArmClients,
  resourceId: string,
  pool: string,
  signal?: AbortSignal,
): Promise<string | null> {
  return textAt(await upgradeProfile(clients, resourceId, pool, signal), 'latestNodeImageVersion');
}

export async function recentlyUsedVersions(
  clients: ArmClients,
  resourceId: string,
  pool: string,
  signal?: AbortSignal,
): Promise<readonly UsedVersion[]> {
  return toUsedVersions(await upgradeProfile(clients, resourceId, pool, signal));
}

async function upgradeProfile(
  clients: ArmClients,
  resourceId: string,
  pool: string,
  signal: AbortSignal | undefined,
): Promise<JsonObject> {
  const client = clients.reader(parseResourceId(resourceId).subscriptionId);
  const url = armUrl(clients.endpoint, `${resourcePath(resourceId, pool)}/upgradeProfiles/default`);
  const { body } = await sendRaw(clients, client, { method: 'GET', url, signal });
  return objectAt(body, 'properties');
}

/** A minor without a name is none; a patch of which Azure lists no upgrades has none. */
export function toOffer(found: JsonObject): readonly OfferedMinor[] {
  const minor = textAt(found, 'version');
  if (minor === null) return [];
  const patches = Object.entries(objectAt(found, 'patchVersions')).map(
    ([patch, more]) => [patch, isJsonObject(more) ? textsAt(more, 'upgrades') : []] as const,
  );
  return [
    {
      minor,
      isPreview: found.isPreview === true,
      supportPlans: textsAt(objectAt(found, 'capabilities'), 'supportPlan'),
      patches: Object.fromEntries(patches),
    },
  ];
}

/** The pairs that Azure lets a pool go back to, in its order; absent where there are none. Half a pair is none. */
export function toUsedVersions(profile: JsonObject): readonly UsedVersion[] {
  return objectsAt(profile, 'recentlyUsedVersions').flatMap((each) => {
    const version = textAt(each, 'orchestratorVersion');
    const nodeImageVersion = textAt(each, 'nodeImageVersion');
    const leftAt = Date.parse(textAt(each, 'timestamp') ?? '');
    return version === null || nodeImageVersion === null
      ? []
      : [{ version, nodeImageVersion, leftAt: Number.isNaN(leftAt) ? null : leftAt }];
  });
}
