import type { UsedVersion } from '../../cluster/agent-pool.ts';
import {
  compareVersions,
  minorOf,
  type OfferedVersion,
  offeredIn,
  upgradesFrom,
} from '../../fleet/versions.ts';
import type { JsonObject } from '../../values/json-value.ts';
import { type ArmAnswer, type ArmCall, clusterOf, poolOf } from '../request/arm-call.ts';
import { recentlyUsed } from '../rules/rollback-rules.ts';

/** What the cluster may go to. `upgrades` is absent where there is nothing. */
export function getClusterUpgradeProfile(call: ArmCall): ArmAnswer {
  const cluster = clusterOf(call);
  const controlPlane = {
    kubernetesVersion: cluster.version,
    osType: 'Linux',
    ...upgrades(upgradesFrom(cluster.version, cluster.location)),
  };
  const pools = cluster.pools.map((pool) => ({
    name: pool.name,
    kubernetesVersion: pool.version,
    osType: pool.osType,
    ...upgrades(poolUpgrades(pool.version, cluster.version, cluster.location)),
  }));
  const body = {
    id: `${cluster.id}/upgradeprofiles/default`,
    name: 'default',
    type: 'Microsoft.ContainerService/managedClusters/upgradeprofiles',
    properties: { controlPlaneProfile: controlPlane, agentPoolProfiles: pools },
  };
  return { status: 200, body };
}

export function getPoolUpgradeProfile(call: ArmCall): ArmAnswer {
  const cluster = clusterOf(call);
  const pool = poolOf(call, cluster);
  const recent = recentlyUsed(pool, call.world.queue.now());
  const properties = {
    kubernetesVersion: pool.version,
    osType: pool.osType,
    latestNodeImageVersion: call.world.latestImage(pool),
    ...upgrades(poolUpgrades(pool.version, cluster.version, cluster.location)),
    ...(recent.length > 0 ? { recentlyUsedVersions: recent.map(usedPair) } : {}),
  };
  const body = {
    id: `${cluster.id}/agentPools/${pool.name}/upgradeProfiles/default`,
    name: 'default',
    type: 'Microsoft.ContainerService/managedClusters/agentPools/upgradeProfiles',
    properties,
  };
  return { status: 200, body };
}

export function getAvailablePoolVersions(call: ArmCall): ArmAnswer {
  const cluster = clusterOf(call);
  const versions = offeredIn(cluster.location)
    .filter(({ version }) => compareVersions(version, cluster.version) <= 0)
    .map((offer) => ({ ...preview(offer), default: offer.version === cluster.version }));
  const body = {
    id: `${cluster.id}/availableAgentPoolVersions`,
    name: 'default',
    type: 'Microsoft.ContainerService/managedClusters/availableAgentPoolVersions',
    properties: { agentPoolVersions: versions },
  };
  return { status: 200, body };
}

/** Versions of a region by minor, each patch with what it may go to. */
export function getKubernetesVersions(call: ArmCall): ArmAnswer {
  const region = call.params.location ?? '';
  const offers = offeredIn(region);
  const minors = [...new Set(offers.map(({ version }) => minorOf(version)))];
  const stable = minors.filter((minor) =>
    offers.some((offer) => minorOf(offer.version) === minor && isStable(offer)),
  );
  const values = minors.map((minor) => {
    const patches = offers.filter(({ version }) => minorOf(version) === minor);
    const isPreview = patches.every((offer) => offer.isPreview);
    return {
      version: `1.${minor}`,
      isDefault: minor === stable.at(-1),
      ...(isPreview ? { isPreview } : {}),
      capabilities: { supportPlan: supportPlans(patches) },
      patchVersions: Object.fromEntries(
        patches.map(({ version }) => [
          version,
          { upgrades: upgradesFrom(version, region).map((to) => to.version) },
        ]),
      ),
    };
  });
  return { status: 200, body: { values } };
}

function poolUpgrades(current: string, controlPlane: string, region: string): readonly OfferedVersion[] {
  return offeredIn(region).filter(
    ({ version }) => compareVersions(version, current) > 0 && compareVersions(version, controlPlane) <= 0,
  );
}

/** Stamped with nine fraction digits, as in recorded traffic. */
function usedPair({ version, image, leftMs }: UsedVersion): JsonObject {
  const timestamp = new Date(leftMs).toISOString().replace('Z', '123456Z');
  return { orchestratorVersion: version, nodeImageVersion: image, timestamp };
}

function supportPlans(patches: readonly OfferedVersion[]): string[] {
  return patches.every(({ isLtsOnly }) => isLtsOnly)
    ? ['AKSLongTermSupport']
    : ['KubernetesOfficial', 'AKSLongTermSupport'];
}

function isStable(offer: OfferedVersion): boolean {
  return !offer.isPreview && !offer.isLtsOnly;
}

function upgrades(offers: readonly OfferedVersion[]): JsonObject {
  return offers.length === 0 ? {} : { upgrades: offers.map(preview) };
}

function preview({ version, isPreview }: OfferedVersion): JsonObject {
  return isPreview ? { kubernetesVersion: version, isPreview } : { kubernetesVersion: version };
}
