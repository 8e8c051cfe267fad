import { calicoReach } from './calico-reach.ts';
import { ciliumReach } from './cilium-reach.ts';
import { kubernetesReach } from './kubernetes-reach.ts';
import type { NetworkPolicies, NetworkPolicyEngine } from './network-policies.ts';
import type { Reach, Subject } from './subject.ts';

/**
 * Whether a pod reaches 169.254.169.254:80, by the policies of the engine that is in use; those of another one have no effect.
 * Pods on the host's network are not asked about: no policy holds for them.
 */
export function decideReach(engine: NetworkPolicyEngine, policies: NetworkPolicies, subject: Subject): Reach {
  if (engine === 'none') return { outcome: 'open', reason: 'no network policy engine runs' };
  const [administrators] = policies.ofAdministrators;
  if (administrators !== undefined)
    return { outcome: 'undecided', reason: `${administrators} is not evaluated by Drydock` };
  if (engine === 'azure') return kubernetesReach(policies.kubernetes, subject);
  if (engine === 'calico') return calicoReach(policies, subject);
  return ciliumReach({ ...policies, groups: policies.cidrGroups }, subject);
}
