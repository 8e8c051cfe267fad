import type { LabelSelector } from '../kubernetes/api-objects.ts';
import { labelsMatch } from '../kubernetes/labels-match.ts';
import { blockHolds, portHolds } from './destination.ts';
import { allOf, anyOf, asMatch, type Match } from './match.ts';
import type { Subject } from './subject.ts';

/** A `networking.k8s.io/v1` NetworkPolicy, as `readShape` gives it. */
export interface NetworkPolicy {
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
  readonly spec?: NetworkPolicySpec;
}

interface NetworkPolicySpec {
  readonly podSelector?: LabelSelector;
  readonly policyTypes?: readonly string[];
  readonly egress?: readonly EgressRule[];
  readonly ingress?: readonly { readonly from?: readonly Peer[] }[];
}

export interface EgressRule {
  readonly ports?: readonly {
    readonly protocol?: string;
    readonly port?: number | string;
    readonly endPort?: number;
  }[];
  readonly to?: readonly Peer[];
}

interface Peer {
  readonly ipBlock?: { readonly cidr?: string; readonly except?: readonly string[] };
  readonly podSelector?: LabelSelector;
  readonly namespaceSelector?: LabelSelector;
}

/** "NetworkPolicy/shop/allow-all" */
export function policyName({ metadata }: NetworkPolicy): string {
  return `NetworkPolicy/${metadata?.namespace ?? 'default'}/${metadata?.name ?? ''}`;
}

/** Whether the policy takes the subject's egress under its rule. */
export function isolates({ metadata, spec = {} }: NetworkPolicy, subject: Subject): boolean {
  if ((metadata?.namespace ?? 'default') !== subject.namespace) return false;
  return isOfEgress(spec) && labelsMatch(spec.podSelector ?? {}, subject.labels);
}

/** Without policyTypes a policy is one of egress only where it has rules of egress (the API's defaults). */
function isOfEgress({ policyTypes = [], egress = [] }: NetworkPolicySpec): boolean {
  return policyTypes.length === 0 ? egress.length > 0 : policyTypes.includes('Egress');
}

/** Whether a rule of egress lets TCP to the metadata address through. */
export function ruleOpens({ ports = [], to = [] }: EgressRule): Match {
  const port = ports.length === 0 ? 'yes' : anyOf(ports.map((each) => asMatch(entryHolds(each))));
  return allOf([port, to.length === 0 ? 'yes' : anyOf(to.map(peerHolds))]);
}

function entryHolds({ protocol = 'TCP', port, endPort }: NonNullable<EgressRule['ports']>[number]): boolean {
  return protocol === 'TCP' && (port === undefined || portHolds(port, endPort));
}

/** Selectors name pods: never an address outside of the cluster. A peer that says nothing is refused by the API; to be safe, it holds. */
function peerHolds({ ipBlock, podSelector, namespaceSelector }: Peer): Match {
  if (ipBlock !== undefined) return blockHolds(ipBlock.cidr ?? '', ipBlock.except);
  return asMatch(podSelector === undefined && namespaceSelector === undefined);
}
