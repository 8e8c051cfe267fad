import type { Cluster } from '../fleet/fleet.ts';
import { type Change, poolOf } from './change.ts';

/**
 * Whether what failed or was canceled in Azure may be the very operation that an attempt of ours began whose answer no one
 * heard: its end has to be reported like that of any other before anything is sent again. `sentWith`: the eTag that the
 * attempt carried; where the resource still bears it, nothing was accepted. Half-upgraded resources have the target as their version
 * from acceptance on; an image shows only at the end, so there any ending may be ours.
 */
export function isEndUnacknowledged(change: Change, cluster: Cluster, sentWith: string): boolean {
  if (change.kind === 'upgrade-control-plane')
    return isEndOf(cluster, sentWith) && cluster.kubernetesVersion === change.to;
  if (!replacesNodes(change)) return false;
  const pool = cluster.pools.find(({ name }) => name === change.pool);
  if (pool === undefined || !isEndOf(pool, sentWith)) return false;
  return change.kind === 'upgrade-node-image' || pool.orchestratorVersion === change.to;
}

/** Whether something was done to the resource since an attempt of ours carried this eTag, by us or by others. */
export function isChangedSince(change: Change, cluster: Cluster, sentWith: string): boolean {
  const pool = cluster.pools.find(({ name }) => name === poolOf(change));
  return (poolOf(change) === null ? cluster : pool)?.eTag !== sentWith;
}

type NodeChange = Extract<
  Change,
  { kind: 'upgrade-node-pool' | 'upgrade-node-image' | 'roll-back-node-pool' }
>;

function replacesNodes(change: Change): change is NodeChange {
  const { kind } = change;
  return kind === 'upgrade-node-pool' || kind === 'upgrade-node-image' || kind === 'roll-back-node-pool';
}

function isEndOf(
  { provisioningState, eTag }: { readonly provisioningState: string; readonly eTag: string },
  sentWith: string,
): boolean {
  return (provisioningState === 'Failed' || provisioningState === 'Canceled') && eTag !== sentWith;
}
