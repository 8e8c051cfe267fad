import type { Kinds, Node } from '../objects/kinds.ts';
import type { ClusterState } from '../store/cluster-state.ts';

/** Namespace of the leases by which kubelets say that they are alive. */
export const LEASE_NAMESPACE = 'kube-node-lease';

/** The lease of a node; the time of its renewal is made up when it is read. */
export function nodeLease(state: ClusterState, { metadata: { name, uid } }: Node): Kinds['leases'] {
  const owner = { apiVersion: 'v1', kind: 'Node', name, uid };
  return {
    metadata: state.newMetadata({ name, namespace: LEASE_NAMESPACE, ownerReferences: [owner] }),
    spec: { holderIdentity: name, leaseDurationSeconds: 40 },
  };
}
