import type { AgentPool, UsedVersion } from '../../cluster/agent-pool.ts';
import type { ManagedCluster } from '../../cluster/managed-cluster.ts';
import { offeredIn } from '../../fleet/versions.ts';
import { objectAt, textAt } from '../../values/json-value.ts';
import { providerError } from '../request/arm-error.ts';

const weekMs = 7 * 24 * 3_600_000;

/** The pairs that Azure still knows of: left within seven days, newest first. */
export function recentlyUsed(pool: AgentPool, nowMs: number): readonly UsedVersion[] {
  return pool.recentlyUsed.filter(({ leftMs }) => nowMs - leftMs < weekMs);
}

/** What the image of a request asks for: an image of now is no request at all. */
export type ImageWish =
  | { readonly kind: 'stay' | 'latest' }
  | { readonly kind: 'back'; readonly to: UsedVersion };

/**
 * Reads `nodeImageVersion` of a request: the current one changes nothing, nor does the one that an
 * interrupted operation was on its way to; the newest one upgrades, one of a recently used pair goes back.
 * @throws ArmError for any other image, and where the rollback is closed.
 */
export function imageWish(
  cluster: ManagedCluster,
  pool: AgentPool,
  wish: { readonly image: string | undefined; readonly version: string | undefined },
  { nowMs, latest }: { readonly nowMs: number; readonly latest: string },
): ImageWish {
  const { image, version = pool.version } = wish;
  if (image === undefined) return { kind: 'stay' };
  const pairs = recentlyUsed(pool, nowMs);
  const to = pairs.find((pair) => pair.image === image && pair.version === version);
  // A pool that is half upgraded has its old image still: with its old version it is a wish to go back.
  const isOfNow = image === pool.image || image === pool.goalImage;
  if (to === undefined || (isOfNow && version === pool.version)) {
    if (isOfNow) return { kind: 'stay' };
    if (image === 'latest' || image === latest) return { kind: 'latest' };
    throw notAccepted(pool, image);
  }
  if (to !== pairs[0])
    throw notAllowed(pool, 'only the versions used directly before the current ones are accepted');
  const soakEndsMs = pool.finalSoakEndsMs ?? 0;
  if (pool.isBlueGreen && nowMs >= soakEndsMs)
    throw notAllowed(pool, 'a blue-green upgrade can be rolled back only during its final soak');
  if (!offeredIn(cluster.location).some((offer) => offer.version === to.version))
    throw notAllowed(pool, `version ${to.version} is no longer supported`);
  if (cluster.upgradeChannel !== undefined)
    throw notAllowed(pool, `the automatic upgrade channel is ${cluster.upgradeChannel}`);
  const osChannel =
    textAt(objectAt(cluster.properties, 'autoUpgradeProfile'), 'nodeOSUpgradeChannel') ?? 'None';
  if (osChannel !== 'None') throw notAllowed(pool, `the node OS upgrade channel is ${osChannel}`);
  return { kind: 'back', to };
}

function notAccepted(pool: AgentPool, image: string) {
  return providerError(
    400,
    'InvalidParameter',
    `NodeImageVersion '${image}' is not accepted. Please use the current version '${pool.image}' or 'latest'.`,
  );
}

function notAllowed(pool: AgentPool, reason: string) {
  return providerError(
    400,
    'OperationNotAllowed',
    `Rollback of agent pool ${pool.name} is not allowed: ${reason}.`,
  );
}
