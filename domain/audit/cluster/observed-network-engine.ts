import type { KubernetesObject } from '../kubernetes/api-objects.ts';
import { isObject } from '../kubernetes/read-shape.ts';
import { textOf } from '../kubernetes/text-of.ts';
import type { NetworkPolicyEngine } from '../network/network-policies.ts';

const daemons: Readonly<Record<string, NetworkPolicyEngine>> = {
  'kube-system/cilium': 'cilium',
  'kube-system/calico-node': 'calico',
  'calico-system/calico-node': 'calico',
  'kube-system/azure-npm': 'azure',
};

/** The engine whose daemons run in a cluster; null: none that is known here. */
export function engineSeen(objects: readonly KubernetesObject[]): NetworkPolicyEngine | null {
  for (const { kind, metadata } of objects) {
    if (kind !== 'DaemonSet' || !isObject(metadata)) continue;
    const found = daemons[`${textOf(metadata.namespace)}/${textOf(metadata.name)}`];
    if (found !== undefined) return found;
  }
  return null;
}
