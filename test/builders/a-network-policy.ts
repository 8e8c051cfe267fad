/** A NetworkPolicy `shop/NAME` of all pods of its namespace, but for what its spec says. */
export function aNetworkPolicy(name: string, spec: object, namespace = 'shop'): object {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace },
    spec: { podSelector: {}, ...spec },
  };
}

/** One that isolates egress and allows what the rules say. */
export function anEgressPolicy(name: string, ...egress: readonly object[]): object {
  return aNetworkPolicy(name, { policyTypes: ['Egress'], egress });
}

/** The policy that Azure's page publishes: everything but the metadata address. */
export function theMetadataBlock(cidr = '0.0.0.0/0'): object {
  return anEgressPolicy('restrict-instance-metadata', toBlock(cidr, '169.254.169.254/32'));
}

/** A rule of egress to a block without its exceptions. */
export function toBlock(cidr: string, ...except: readonly string[]): object {
  return { to: [{ ipBlock: { cidr, ...(except.length === 0 ? {} : { except }) } }] };
}

/** A CiliumNetworkPolicy `shop/NAME` of all endpoints of its namespace. */
export function aCiliumPolicy(name: string, spec: object): object {
  return {
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumNetworkPolicy',
    metadata: { name, namespace: 'shop' },
    spec: { endpointSelector: {}, ...spec },
  };
}

/** A CiliumClusterwideNetworkPolicy. */
export function aClusterwidePolicy(name: string, spec: object): object {
  return {
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumClusterwideNetworkPolicy',
    metadata: { name },
    spec: { endpointSelector: {}, ...spec },
  };
}

/** What a cluster keeps Calico's objects as, and serves. */
export const calicoStorage = 'crd.projectcalico.org/v1';

/** Calico's policy for all pods of all namespaces. */
export function aGlobalPolicy(name: string, spec: object): object {
  return {
    apiVersion: calicoStorage,
    kind: 'GlobalNetworkPolicy',
    metadata: { name },
    spec: { types: ['Egress'], ...spec },
  };
}

/** A Tier of Calico; its order decides where among the others it stands. */
export function aTier(name: string, spec: object): object {
  return { apiVersion: calicoStorage, kind: 'Tier', metadata: { name }, spec };
}
