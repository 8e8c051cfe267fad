import { judgeNodes } from '#domain/verify/node-verdict.ts';
import { isImageAtLeast } from '#domain/version/node-image.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { type SettleInput, settle, type Verdict } from './await-settled.ts';

export interface VerifyNodesInput extends SettleInput {
  readonly resourceId: string;
  readonly pool: string;
  readonly version: string;
  /** Absent: the pool's own version in Azure. */
  readonly nodeImageVersion?: string;
  /** The pool must have this image, or a newer one of its family. */
  readonly imageAtLeast?: string;
  /** Whether nodes may be cordoned. */
  readonly cordonedToo?: true;
}

/** Asks the nodes themselves: an operation that succeeded does not prove that the pool did. */
export function verifyNodes(gateways: Gateways) {
  return (input: VerifyNodesInput): Promise<Verdict> =>
    settle(input, async () => {
      const cluster = await gateways.azure.inspectCluster(input.resourceId);
      const pool = cluster.pools.find((each) => each.name === input.pool);
      if (pool === undefined)
        return { ok: false, problems: [`node pool ${input.pool} does not exist`], settling: false };
      if (pool.provisioningState !== 'Succeeded')
        return {
          ok: false,
          problems: [`node pool ${pool.name} is ${pool.provisioningState}`],
          settling: true,
        };
      if (input.imageAtLeast !== undefined && !isImageAtLeast(pool.nodeImageVersion, input.imageAtLeast))
        return {
          ok: false,
          problems: [`node pool ${pool.name} has image ${pool.nodeImageVersion}, not ${input.imageAtLeast}`],
          settling: true,
        };
      const { count } = pool;
      const isSpot = pool.scaleSetPriority === 'Spot';
      const nodeImageVersion = input.nodeImageVersion ?? pool.nodeImageVersion;
      const seen = await gateways.kubernetes.nodes(input.resourceId, input.pool);
      const nodes = input.cordonedToo ? seen.map((node) => ({ ...node, unschedulable: false })) : seen;
      return judgeNodes({ pool: input.pool, version: input.version, nodeImageVersion, count, isSpot }, nodes);
    });
}
