import { FailureError } from '#domain/failure-error.ts';
import type { Cluster } from '#domain/fleet/fleet.ts';
import type { KubernetesNode } from '#domain/fleet/kubernetes-node.ts';
import {
  decideRollback,
  lastLeft,
  type RollbackVerdict,
  type UsedVersion,
} from '#domain/rollback/decide-rollback.ts';
import { judgePoolEnd, type PoolTruth } from '#domain/verify/pool-outcome.ts';
import { compareVersions } from '#domain/version/kubernetes-version.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { campaignNow } from '../envelope/campaign-clock.ts';
import type { PacedInput } from '../envelope/paced-input.ts';

export interface AssessPoolInput extends PacedInput {
  readonly resourceId: string;
  readonly pool: string;
  /** The version it was to have, and the one it came from; null: that is to be found out. */
  readonly version: string;
  readonly back: string | null;
  /** Where the image alone is upgraded, and both versions are one: to and from which. */
  readonly image?: { readonly to: string; readonly back: string };
  /** A preview version of the API; absent: the general one. */
  readonly apiVersion?: string | undefined;
  /** Campaign time (ms) until which its blue-green upgrade is in its final soak; null: it is not. */
  readonly finalSoakUntil: number | null;
  /** The last thing this campaign did to it was a rollback. */
  readonly rolledBack: boolean;
}

export interface PoolAssessment {
  /** null: there is no such pool any more. */
  readonly truth: PoolTruth | null;
  /** The version that it came from: the one asked for, or that of its nodes, or the one that Azure says it left; null: not known. */
  readonly from: string | null;
  readonly rollback: RollbackVerdict;
}

/** Reads how far a pool really came, and whether it may go back. Nodes that cannot be asked leave Azure's word alone. */
export function assessPool(gateways: Gateways) {
  return async (input: AssessPoolInput): Promise<PoolAssessment> => {
    const { azure } = gateways;
    const { resourceId, pool, image, rolledBack, finalSoakUntil, apiVersion, pace } = input;
    const backImage = image === undefined ? {} : { backImage: image.back };
    const cluster = await azure.inspectCluster(resourceId, undefined, apiVersion);
    const found = cluster.pools.find((each) => each.name === pool);
    const nodes = found === undefined ? null : await nodesOf(gateways, input);
    const pairs = found === undefined ? [] : await azure.recentlyUsedVersions(resourceId, pool);
    const offers = await azure.offers(cluster.subscriptionId, cluster.location);
    const now = campaignNow(pace);
    const truth = truthOf(cluster, input, nodes);
    const from = input.back ?? truth?.behind ?? olderPair(pairs, input.version);
    const rollback = decideRollback({
      cluster,
      pool,
      back: from ?? input.version,
      ...backImage,
      pairs,
      offers,
      rolledBack,
      finalSoakUntil,
      now,
    });
    return { truth, from, rollback };
  };
}

function olderPair(pairs: readonly UsedVersion[], version: string): string | null {
  const left = lastLeft(pairs)?.version;
  return left === undefined || compareVersions(left, version) >= 0 ? null : left;
}

function truthOf(
  cluster: Cluster,
  { pool: name, version, image }: AssessPoolInput,
  nodes: readonly KubernetesNode[] | null,
): PoolTruth | null {
  const pool = cluster.pools.find((each) => each.name === name);
  if (pool === undefined) return null;
  const { count, provisioningState, scaleSetPriority, upgradeStrategy } = pool;
  // Azure reports the new image only once the operation has succeeded.
  const expected = {
    pool: name,
    version,
    nodeImageVersion: null,
    count,
    isSpot: scaleSetPriority === 'Spot',
    isBlueGreen: upgradeStrategy === 'BlueGreen',
  };
  return judgePoolEnd(
    image === undefined ? expected : { ...expected, imageAtLeast: image.to },
    provisioningState,
    nodes,
  );
}

async function nodesOf(
  { kubernetes }: Gateways,
  { resourceId, pool }: AssessPoolInput,
): Promise<readonly KubernetesNode[] | null> {
  try {
    return await kubernetes.nodes(resourceId, pool);
  } catch (thrown) {
    if (thrown instanceof FailureError) return null;
    throw thrown;
  }
}
