import type { ArmView } from '../azure/arm-view.ts';
import { textOf } from '../kubernetes/text-of.ts';
import type { NetworkPolicyEngine } from '../network/network-policies.ts';

/** The engine that Azure names; without Azure's word, AKS' widest spread one. null: the cluster brought its own network. */
export function engineInUse(arm: ArmView | null): NetworkPolicyEngine | null {
  if (arm === null || arm.cluster === null) return 'calico';
  const policy = textOf(arm.cluster.fields('networkProfile.networkPolicy'), 'none').toLowerCase();
  if (policy === 'azure' || policy === 'calico' || policy === 'cilium') return policy;
  const plugin = textOf(arm.cluster.fields('networkProfile.networkPlugin')).toLowerCase();
  return plugin === 'none' ? null : 'none';
}
