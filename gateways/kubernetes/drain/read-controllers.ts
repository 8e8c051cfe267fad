import { AppsV1Api, type V1DaemonSet, type V1OwnerReference } from '@kubernetes/client-node';
import type { ControllerRef } from '#domain/drain/drain-pod.ts';
import type { ClusterClient } from '../client/cluster-client.ts';
import { listItems } from '../client/list-items.ts';
import { nullAtStatus } from '../client/null-on-status.ts';

export type NamespacedController = ControllerRef & { readonly namespace: string };

/** What keeps pods up. */
export interface ControllerState {
  /** Replicas it wants itself. */
  readonly wanted: number;
  readonly ready: number;
  /** What the Deployment behind a replica set wants; else as `wanted`. */
  readonly scale: number;
}

/**
 * null: of a kind that has no replicas, gone, or not to be read by this identity. The Deployment behind a replica set
 * is asked only where `withScale` says so.
 */
export async function readController(
  client: ClusterClient,
  { kind, namespace, name, uid }: NamespacedController,
  { withScale }: { readonly withScale: boolean },
): Promise<ControllerState | null> {
  const place = { namespace, name };
  const apps = client.api(AppsV1Api);
  switch (kind) {
    case 'ReplicaSet': {
      const found = await orNull(() => apps.readNamespacedReplicaSet(place));
      if (found === null || found.metadata?.uid !== uid) return null;
      const { spec, status, metadata } = found;
      const own = counts(spec?.replicas, status?.readyReplicas);
      const deployment = deploymentOf(metadata?.ownerReferences);
      if (deployment === null || !withScale) return own;
      const above = await orNull(() => apps.readNamespacedDeployment({ namespace, name: deployment }));
      return { ...own, scale: above?.spec?.replicas ?? own.scale };
    }
    case 'StatefulSet': {
      const found = await orNull(() => apps.readNamespacedStatefulSet(place));
      return found?.metadata?.uid === uid ? counts(found.spec?.replicas, found.status?.readyReplicas) : null;
    }
    case 'ReplicationController': {
      const found = await orNull(() => client.core.readNamespacedReplicationController(place));
      return found?.metadata?.uid === uid ? counts(found.spec?.replicas, found.status?.readyReplicas) : null;
    }
    default:
      return null;
  }
}

/** Uids of all daemon sets; null: not to be read by this identity. */
export async function listDaemonSetUids(client: ClusterClient): Promise<ReadonlySet<string> | null> {
  const uidOf = ({ metadata }: V1DaemonSet) => metadata?.uid ?? '';
  const found = await orNull(() => listItems(client, '/apis/apps/v1/daemonsets', uidOf));
  return found === null ? null : new Set(found);
}

function counts(replicas: number | undefined, ready: number | undefined): ControllerState {
  const wanted = replicas ?? 1;
  return { wanted, ready: ready ?? 0, scale: wanted };
}

function deploymentOf(owners: readonly V1OwnerReference[] | undefined): string | null {
  return owners?.find((each) => each.controller && each.kind === 'Deployment')?.name ?? null;
}

/** Gone, or not to be read by this identity. */
function orNull<T>(call: () => Promise<T>): Promise<T | null> {
  return nullAtStatus([403, 404], call);
}
