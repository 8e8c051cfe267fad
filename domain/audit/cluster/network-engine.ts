import type { ArmView } from '../azure/arm-view.ts';
import type { KubernetesObject } from '../kubernetes/api-objects.ts';
import { isObject, textOf } from '../kubernetes/read-shape.ts';
import type { NetworkPolicyEngine } from '../network/network-policies.ts';

/**
 * Azure's word; without one, or where the cluster brought its own network or engine, the daemons that run. null: neither says
 * which.
 */
export function engineOf(
  arm: ArmView | null,
  objects: readonly KubernetesObject[],
): NetworkPolicyEngine | null {
  const named = engineNamed(arm);
  const seen = named === null || named === 'none' ? engineSeen(objects) : null;
  const isDataplaneAlone = arm?.cluster?.fields('networkProfile.networkDataplane') === 'cilium';
  return seen === null || (named === 'none' && isDataplaneAlone) ? named : seen;
}

function engineNamed(arm: ArmView | null): NetworkPolicyEngine | null {
  if (arm === null || arm.cluster === null) return null;
  const policy = textOf(arm.cluster.fields('networkProfile.networkPolicy'), 'none').toLowerCase();
  if (policy === 'azure' || policy === 'calico' || policy === 'cilium') return policy;
  const plugin = textOf(arm.cluster.fields('networkProfile.networkPlugin')).toLowerCase();
  return plugin === 'none' ? null : 'none';
}

const daemons: Readonly<Record<string, NetworkPolicyEngine>> = {
  'kube-system/cilium': 'cilium',
  'kube-system/calico-node': 'calico',
  'calico-system/calico-node': 'calico',
  'kube-system/azure-npm': 'azure',
};

/** The engine whose daemons run in a cluster; null: none that is known here. */
function engineSeen(objects: readonly KubernetesObject[]): NetworkPolicyEngine | null {
  for (const { kind, metadata } of objects) {
    if (kind !== 'DaemonSet' || !isObject(metadata)) continue;
    const place = `${textOf(metadata.namespace)}/${textOf(metadata.name)}`;
    if (Object.hasOwn(daemons, place)) return daemons[place] ?? null;
    const app = isObject(metadata.labels) ? metadata.labels['k8s-app'] : undefined;
    if (app === 'cilium' && metadata.name === app) return 'cilium';
  }
  return null;
}
