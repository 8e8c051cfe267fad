type Fields = Readonly<Record<string, unknown>>;

const rbac = 'rbac.authorization.k8s.io';
const group = { kind: 'Group', name: '0a7f0c1e-0000-4000-8000-000000000001', apiGroup: rbac };
const user = (name: string) => ({ kind: 'User', name, apiGroup: rbac });
const account = (namespace: string) => ({ kind: 'ServiceAccount', name: 'web', namespace });

function binding(role: string, subjects: readonly object[], metadata: Fields = {}): Fields {
  return {
    apiVersion: `${rbac}/v1`,
    kind: metadata.namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding',
    metadata: { name: 'b', ...metadata },
    roleRef: { kind: 'ClusterRole', name: role, apiGroup: rbac },
    subjects,
  };
}
const inShop = { namespace: 'shop' };
const everyone = { kind: 'Group', name: 'system:authenticated', apiGroup: rbac };
const addOn = { labels: { 'addonmanager.kubernetes.io/mode': 'Reconcile' } };

function service(spec: Fields, annotations: Fields = {}): Fields {
  const metadata = { name: 'web', ...inShop, annotations };
  return { apiVersion: 'v1', kind: 'Service', metadata, spec: { ports: [{ port: 80 }], ...spec } };
}
const balanced = { type: 'LoadBalancer' };
const mark = (name: string, value: string) => ({ [`service.beta.kubernetes.io/${name}`]: value });

const backend = { service: { name: 'web', port: { number: 80 } } };
function ingress(
  hosts: readonly (string | undefined)[],
  tls?: readonly object[],
  metadata: Fields = {},
): Fields {
  const http = { paths: [{ path: '/', pathType: 'Prefix', backend }] };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'web', ...inShop, ...metadata },
    spec: {
      ...(hosts.length === 0
        ? { defaultBackend: backend }
        : { rules: hosts.map((host) => ({ host, http })) }),
      tls,
    },
  };
}
const namespace = (labels: Fields = {}, name = 'new'): Fields => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels },
});
const enforce = (level: string) => ({ 'pod-security.kubernetes.io/enforce': level });

/** Objects that an API server takes and that no pod is in, by what they are good or bad for. */
export const servedObjects: Readonly<Record<string, Fields>> = {
  'a group with view': binding('view', [group]),
  'a group with cluster-admin': binding('cluster-admin', [group]),
  'a group with cluster-admin in a namespace': binding('cluster-admin', [group], inShop),
  'no subject with cluster-admin': binding('cluster-admin', []),
  'masters with cluster-admin': binding('cluster-admin', [{ ...group, name: 'system:masters' }]),
  'a part of the control plane with cluster-admin': binding('cluster-admin', [
    user('system:kube-controller-manager'),
  ]),
  'an account with cluster-admin': binding('cluster-admin', [account('shop')]),
  'an account of kube-system with cluster-admin': binding('cluster-admin', [account('kube-system')]),
  'an add-on with cluster-admin': binding('cluster-admin', [account('kube-system')], addOn),
  "a mark of add-ons on another's account": binding('cluster-admin', [account('shop')], addOn),
  "AKS' own binding": binding('cluster-admin', [user('clusterAdmin')], { name: 'aks-cluster-admin-binding' }),
  "a person in AKS' own binding": binding('cluster-admin', [user('ana@example.com')], {
    name: 'aks-cluster-admin-binding',
  }),
  'all accounts with cluster-admin': binding('cluster-admin', [{ ...group, name: 'system:serviceaccounts' }]),
  'everyone with view': binding('view', [everyone]),
  'everyone with view in a namespace': binding('view', [everyone], inShop),
  'no one known with view': binding('view', [user('system:anonymous')]),
  'everyone in a binding like the one that the server makes': binding('system:discovery', [everyone], {
    name: 'discovery',
  }),
  'the name of that binding for another role': binding('edit', [everyone], {
    name: 'system:edit-of-everyone',
  }),
  'a person with view': binding('view', [user('ana@example.com')]),
  'two of three are people': binding('view', [user('ana@example.com'), group, user('bo@example.com')]),
  'a certificate with view': binding('view', [user('ana')]),
  'an object id with view': binding('view', [user('0a7f0c1e-0000-4000-8000-000000000001')]),
  'a service of the cluster': service({}),
  'an open load balancer': service(balanced),
  'an internal one': service(balanced, mark('azure-load-balancer-internal', 'true')),
  'one that is said not to be internal': service(balanced, mark('azure-load-balancer-internal', 'false')),
  'one with sources': service({ ...balanced, loadBalancerSourceRanges: ['10.0.0.0/8'] }),
  'one with the whole internet': service({
    ...balanced,
    loadBalancerSourceRanges: ['10.0.0.0/8', '0.0.0.0/0'],
  }),
  'one with service tags': service(balanced, mark('azure-allowed-service-tags', 'AzureFrontDoor.Backend')),
  'one with the tag Internet': service(balanced, mark('azure-allowed-service-tags', 'a, Internet')),
  'one with addresses in an annotation': service(balanced, mark('azure-allowed-ip-ranges', ' 10.0.0.0/8 ,')),
  'an ingress with TLS': ingress(['a.example'], [{ hosts: ['a.example'] }]),
  'an ingress without': ingress(['a.example']),
  'an ingress with TLS for another host': ingress(['a.example', 'b.example'], [{ hosts: ['a.example'] }]),
  'an ingress with TLS of a wildcard': ingress(['a.example.com'], [{ hosts: ['*.example.com'] }]),
  'an ingress with TLS of a wildcard above': ingress(['a.b.example.com'], [{ hosts: ['*.example.com'] }]),
  'an ingress with TLS for all': ingress(['a.example'], [{}]),
  'an ingress of every host': ingress([undefined]),
  'an ingress of every host with TLS': ingress([undefined], [{ hosts: ['a.example'] }]),
  'an ingress without rules': ingress([]),
  'an ingress of an ACME challenge': ingress(['a.example'], undefined, {
    labels: { 'acme.cert-manager.io/http01-solver': 'true' },
  }),
  'an ingress of an application gateway': ingress(['a.example'], undefined, {
    annotations: { 'appgw.ingress.kubernetes.io/appgw-ssl-certificate': 'web' },
  }),
  'a namespace without a level': namespace(),
  'a namespace with baseline': namespace(enforce('baseline')),
  'a namespace with restricted': namespace(enforce('restricted')),
  'a privileged namespace': namespace(enforce('privileged')),
  'a namespace of AKS': namespace({ 'kubernetes.azure.com/managedby': 'aks' }, 'aks-system'),
  'a namespace that is called like one of AKS': namespace({}, 'aks-system'),
};
