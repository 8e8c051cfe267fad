import {
  aCiliumPolicy,
  aClusterwidePolicy,
  aGlobalPolicy,
  aNetworkPolicy,
  anEgressPolicy,
  theMetadataBlock,
  toBlock,
} from '../../../builders/a-network-policy.ts';

/** Policies, and whether `app: web` in namespace `shop` (team a) reaches the metadata address under them. */
export type PolicySituation = readonly [situation: string, objects: readonly object[], said: string];

const nothing = 'no policy isolates its egress';
const all = {};
const dns = { ports: [{ protocol: 'UDP', port: 53 }] };
const ports = (...entries: readonly object[]) => ({ ports: entries });

/** Of Kubernetes; every engine keeps to them. */
export const kubernetesSituations: readonly PolicySituation[] = [
  ['none at all', [], `open: ${nothing}`],
  [
    'one of another namespace',
    [aNetworkPolicy('deny', { policyTypes: ['Egress'] }, 'other')],
    `open: ${nothing}`,
  ],
  [
    'one of other pods',
    [aNetworkPolicy('deny', { policyTypes: ['Egress'], podSelector: { matchLabels: { app: 'db' } } })],
    `open: ${nothing}`,
  ],
  [
    'one of these pods, by an expression',
    [
      aNetworkPolicy('deny', {
        policyTypes: ['Egress'],
        podSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['web'] }] },
      }),
    ],
    'blocked',
  ],
  ['one of ingress only', [aNetworkPolicy('in', { policyTypes: ['Ingress'] })], `open: ${nothing}`],
  [
    'no types and no rules of egress, which is one of ingress',
    [aNetworkPolicy('in', { ingress: [] })],
    `open: ${nothing}`,
  ],
  [
    'no types and an empty egress, which is one of ingress',
    [aNetworkPolicy('in', { egress: [] })],
    `open: ${nothing}`,
  ],
  ['no types, but rules of egress', [aNetworkPolicy('out', { egress: [dns] })], 'blocked'],
  [
    'the type Ingress, and rules of egress that then mean nothing',
    [aNetworkPolicy('in', { policyTypes: ['Ingress'], egress: [dns] })],
    `open: ${nothing}`,
  ],
  ['default deny', [anEgressPolicy('deny')], 'blocked'],
  [
    'a selector that is unset, which means all pods',
    [aNetworkPolicy('deny', { podSelector: null, policyTypes: ['Egress'] })],
    'blocked',
  ],
  ['the published block', [theMetadataBlock()], 'blocked'],
  ['the published block with host bits, which means the same', [theMetadataBlock('10.10.0.0/0')], 'blocked'],
  [
    'a correct block defeated by a broader allow',
    [theMetadataBlock(), anEgressPolicy('internet', toBlock('0.0.0.0/0'))],
    'open: NetworkPolicy/shop/internet egress[0] allows it',
  ],
  [
    'a correct block defeated by an allow of everything',
    [theMetadataBlock(), anEgressPolicy('allow-all', all)],
    'open: NetworkPolicy/shop/allow-all egress[0] allows it',
  ],
  ['a correct block beside a harmless allow', [theMetadataBlock(), anEgressPolicy('dns', dns)], 'blocked'],
  [
    'a block defeated by the second rule of another',
    [theMetadataBlock(), anEgressPolicy('two', dns, toBlock('169.254.0.0/16'))],
    'open: NetworkPolicy/shop/two egress[1] allows it',
  ],
  [
    'an allow of link-local addresses with host bits',
    [anEgressPolicy('odd', toBlock('169.254.1.1/16'))],
    'open: NetworkPolicy/shop/odd egress[0] allows it',
  ],
  [
    'an exception with host bits',
    [anEgressPolicy('odd', toBlock('0.0.0.0/0', '169.254.169.255/24'))],
    'blocked',
  ],
  [
    'an exception of the wrong address',
    [anEgressPolicy('typo', toBlock('0.0.0.0/0', '169.254.169.253/32'))],
    'open: NetworkPolicy/shop/typo egress[0] allows it',
  ],
  [
    'the exception in another block of the same rule',
    [
      anEgressPolicy('two', {
        to: [
          { ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.169.254/32'] } },
          { ipBlock: { cidr: '128.0.0.0/1' } },
        ],
      }),
    ],
    'open: NetworkPolicy/shop/two egress[0] allows it',
  ],
  [
    'private addresses only',
    [anEgressPolicy('private', toBlock('10.0.0.0/8'), toBlock('172.16.0.0/12'), toBlock('192.168.0.0/16'))],
    'blocked',
  ],
  ['all of IPv6', [anEgressPolicy('six', toBlock('::/0'))], 'blocked'],
  [
    'both families, the exception in one',
    [anEgressPolicy('dual', toBlock('0.0.0.0/0', '169.254.169.254/32'), toBlock('::/0'))],
    'blocked',
  ],
  [
    'IPv4 written as IPv6',
    [anEgressPolicy('mapped', toBlock('::ffff:0:0/96'))],
    'undecided: NetworkPolicy/shop/mapped egress[0]: "::ffff:0:0/96" is not a CIDR',
  ],
  [
    'what is no CIDR',
    [anEgressPolicy('bad', toBlock('10.0.0.0/33'))],
    'undecided: NetworkPolicy/shop/bad egress[0]: "10.0.0.0/33" is not a CIDR',
  ],
  [
    'what is no CIDR, beside an allow of everything',
    [anEgressPolicy('bad', toBlock('everywhere')), anEgressPolicy('allow-all', all)],
    'open: NetworkPolicy/shop/allow-all egress[0] allows it',
  ],
  [
    'every pod of every namespace, which no address outside is',
    [anEgressPolicy('pods', { to: [{ namespaceSelector: {} }, { podSelector: {} }] })],
    'blocked',
  ],
  [
    'an empty list of peers, which means everything',
    [anEgressPolicy('empty', { to: [] })],
    'open: NetworkPolicy/shop/empty egress[0] allows it',
  ],
  ['port 443 everywhere', [anEgressPolicy('https', ports({ protocol: 'TCP', port: 443 }))], 'blocked'],
  [
    'port 80 everywhere',
    [anEgressPolicy('http', ports({ port: 80 }))],
    'open: NetworkPolicy/shop/http egress[0] allows it',
  ],
  ['port 80 of UDP', [anEgressPolicy('udp', ports({ protocol: 'UDP', port: 80 }))], 'blocked'],
  [
    'all ports of TCP',
    [anEgressPolicy('tcp', ports({ protocol: 'TCP' }))],
    'open: NetworkPolicy/shop/tcp egress[0] allows it',
  ],
  [
    'a range that holds 80',
    [anEgressPolicy('low', ports({ port: 1, endPort: 1023 }))],
    'open: NetworkPolicy/shop/low egress[0] allows it',
  ],
  ['a range beyond 80', [anEgressPolicy('high', ports({ port: 1024, endPort: 65535 }))], 'blocked'],
  ['a port by name, which only pods have', [anEgressPolicy('named', ports({ port: 'http' }))], 'blocked'],
  [
    'port 80, but not of the metadata address',
    [anEgressPolicy('http', { ...toBlock('10.0.0.0/8'), ...ports({ port: 80 }) })],
    'blocked',
  ],
  ['a gone API version', [{ ...theMetadataBlock(), apiVersion: 'extensions/v1beta1' }], `open: ${nothing}`],
  [
    'what the API server refuses for a wrong type',
    [aNetworkPolicy('bad', { policyTypes: 'Egress' })],
    `open: ${nothing}`,
  ],
  [
    'a policy of administrators',
    [
      theMetadataBlock(),
      {
        apiVersion: 'policy.networking.k8s.io/v1alpha2',
        kind: 'ClusterNetworkPolicy',
        metadata: { name: 'admin' },
      },
    ],
    'undecided: ClusterNetworkPolicy/admin is not evaluated by Drydock',
  ],
  [
    'a policy of administrators, by the older API',
    [
      theMetadataBlock(),
      {
        apiVersion: 'policy.networking.k8s.io/v1alpha1',
        kind: 'AdminNetworkPolicy',
        metadata: { name: 'admin' },
        spec: { priority: 1, subject: { namespaces: {} } },
      },
    ],
    'undecided: AdminNetworkPolicy/admin is not evaluated by Drydock',
  ],
  [
    'a baseline of administrators',
    [
      {
        apiVersion: 'policy.networking.k8s.io/v1alpha1',
        kind: 'BaselineAdminNetworkPolicy',
        metadata: { name: 'default' },
        spec: { subject: { namespaces: {} } },
      },
    ],
    'undecided: BaselineAdminNetworkPolicy/default is not evaluated by Drydock',
  ],
];

const denyMetadata = { egressDeny: [{ toCIDR: ['169.254.169.254/32'] }] };
const withoutDefault = { ...denyMetadata, enableDefaultDeny: { egress: false } };
const allowAll = { egress: [{ toEntities: ['all'] }] };
const select = (matchLabels: object) => ({ ...withoutDefault, endpointSelector: { matchLabels } });

/** Of Cilium, beside those of Kubernetes. */
export const ciliumSituations: readonly PolicySituation[] = [
  ['a denial for the whole cluster', [aClusterwidePolicy('deny', withoutDefault)], 'blocked'],
  [
    'a denial beats every allow, those of Kubernetes too',
    [aClusterwidePolicy('deny', withoutDefault), aCiliumPolicy('all', allowAll), anEgressPolicy('all', all)],
    'blocked',
  ],
  [
    'a denial of port 443 only',
    [
      aClusterwidePolicy('deny', {
        egressDeny: [
          { toCIDR: ['169.254.169.254/32'], toPorts: [{ ports: [{ port: '443', protocol: 'TCP' }] }] },
        ],
        enableDefaultDeny: { egress: false },
      }),
    ],
    `open: ${nothing}`,
  ],
  [
    'a denial of port 80 of everybody',
    [
      aCiliumPolicy('deny', {
        egressDeny: [{ toPorts: [{ ports: [{ port: '80' }] }] }],
        enableDefaultDeny: { egress: false },
      }),
    ],
    'blocked',
  ],
  [
    'a denial of the world',
    [
      aCiliumPolicy('deny', {
        egressDeny: [{ toEntities: ['world'] }],
        enableDefaultDeny: { egress: false },
      }),
    ],
    'blocked',
  ],
  [
    'a denial whose exception is the metadata address',
    [
      aCiliumPolicy('deny', {
        egressDeny: [{ toCIDRSet: [{ cidr: '169.254.0.0/16', except: ['169.254.169.254/32'] }] }],
        enableDefaultDeny: { egress: false },
      }),
    ],
    `open: ${nothing}`,
  ],
  ['a denial of other endpoints', [aCiliumPolicy('deny', select({ app: 'db' }))], `open: ${nothing}`],
  [
    'a denial by the label of its namespace',
    [aClusterwidePolicy('deny', select({ 'k8s:io.cilium.k8s.namespace.labels.team': 'a' }))],
    'blocked',
  ],
  [
    'a denial by its namespace',
    [aClusterwidePolicy('deny', select({ 'k8s:io.kubernetes.pod.namespace': 'shop' }))],
    'blocked',
  ],
  [
    'a denial by its label, whatever source it has',
    [aClusterwidePolicy('deny', select({ 'any:app': 'web' }))],
    'blocked',
  ],
  [
    'a denial of nodes, not of pods',
    [
      {
        apiVersion: 'cilium.io/v2',
        kind: 'CiliumClusterwideNetworkPolicy',
        metadata: { name: 'n' },
        spec: { nodeSelector: {}, ...withoutDefault },
      },
    ],
    `open: ${nothing}`,
  ],
  ['default deny by an empty rule', [aCiliumPolicy('deny', { egress: [{}] })], 'blocked'],
  ['an empty egress, which is no rule', [aCiliumPolicy('none', { egress: [] })], `open: ${nothing}`],
  [
    'an allow of endpoints, which forbids the rest',
    [aCiliumPolicy('in', { egress: [{ toEndpoints: [{}] }] })],
    'blocked',
  ],
  [
    'the same without its default',
    [aCiliumPolicy('in', { egress: [{ toEndpoints: [{}] }], enableDefaultDeny: { egress: false } })],
    `open: ${nothing}`,
  ],
  [
    'an allow of the world',
    [aCiliumPolicy('out', { egress: [{ toEntities: ['world'] }] })],
    'open: CiliumNetworkPolicy/shop/out spec.egress[0] allows it',
  ],
  [
    'an allow of the cluster',
    [aCiliumPolicy('in', { egress: [{ toEntities: ['cluster', 'host', 'kube-apiserver'] }] })],
    'blocked',
  ],
  [
    'an allow of all blocks but one',
    [
      aCiliumPolicy('out', {
        egress: [{ toCIDRSet: [{ cidr: '0.0.0.0/0', except: ['169.254.0.0/16'] }] }],
      }),
    ],
    'blocked',
  ],
  [
    'an allow of port 80 of everybody',
    [aCiliumPolicy('http', { egress: [{ toPorts: [{ ports: [{ port: '80', protocol: 'ANY' }] }] }] })],
    'open: CiliumNetworkPolicy/shop/http spec.egress[0] allows it',
  ],
  [
    'an allow of some requests of port 80',
    [
      aCiliumPolicy('http', {
        egress: [
          {
            toEntities: ['world'],
            toPorts: [{ ports: [{ port: '80', protocol: 'TCP' }], rules: { http: [{ path: '/x' }] } }],
          },
        ],
      }),
    ],
    'undecided: CiliumNetworkPolicy/shop/http spec.egress[0]: rules of http',
  ],
  [
    'an allow of a name',
    [aCiliumPolicy('name', { egress: [{ toFQDNs: [{ matchName: 'a.example' }] }] })],
    'undecided: CiliumNetworkPolicy/shop/name spec.egress[0]: toFQDNs may stand for the metadata address',
  ],
  [
    'an allow of pings',
    [aCiliumPolicy('ping', { egress: [{ icmps: [{ fields: [{ type: 8 }] }] }] })],
    'blocked',
  ],
  [
    'the second of several specs',
    [
      {
        apiVersion: 'cilium.io/v2',
        kind: 'CiliumNetworkPolicy',
        metadata: { name: 'two', namespace: 'shop' },
        specs: [
          { endpointSelector: {}, egress: [{}] },
          { endpointSelector: {}, ...allowAll },
        ],
      },
    ],
    'open: CiliumNetworkPolicy/shop/two specs[1].egress[0] allows it',
  ],
  [
    'a group of blocks that is there',
    [
      aCiliumPolicy('deny', {
        egressDeny: [{ toCIDRSet: [{ cidrGroupRef: 'link-local' }] }],
        enableDefaultDeny: { egress: false },
      }),
      {
        apiVersion: 'cilium.io/v2',
        kind: 'CiliumCIDRGroup',
        metadata: { name: 'link-local' },
        spec: { externalCIDRs: ['169.254.0.0/16'] },
      },
    ],
    'blocked',
  ],
  [
    'a group of blocks that is not there',
    [
      aCiliumPolicy('deny', {
        egressDeny: [{ toCIDRSet: [{ cidrGroupRef: 'gone' }] }],
        enableDefaultDeny: { egress: false },
      }),
    ],
    'undecided: CiliumNetworkPolicy/shop/deny spec.egressDeny[0]: the CiliumCIDRGroup gone does not exist',
  ],
  [
    'policies of Calico, which it does not read',
    [aGlobalPolicy('deny', { order: 1, egress: [{ action: 'Deny' }] })],
    `open: ${nothing}`,
  ],
];
