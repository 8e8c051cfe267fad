import { describe, expect, it } from 'vitest';
import { decideReach } from '#domain/baseline/network-reach/decide-reach.ts';
import {
  type NetworkPolicyEngine,
  readNetworkPolicies,
} from '#domain/baseline/network-reach/network-policies.ts';
import type { Subject } from '#domain/baseline/network-reach/subject.ts';
import {
  aCiliumPolicy,
  aClusterwidePolicy,
  aGlobalPolicy,
  aNetworkPolicy,
  anEgressPolicy,
  theMetadataBlock,
  toBlock,
} from '../../../support/a-network-policy.ts';

const pod: Subject = {
  namespace: 'shop',
  namespaceLabels: { 'kubernetes.io/metadata.name': 'shop', team: 'a' },
  labels: { app: 'web' },
  serviceAccount: 'default',
};

const nothing = 'no policy isolates its egress';
const all = {};
const dns = { ports: [{ protocol: 'UDP', port: 53 }] };
const ports = (...entries: readonly object[]) => ({ ports: entries });

function reach(engine: NetworkPolicyEngine, objects: readonly object[], subject = pod): string {
  const { policies } = readNetworkPolicies(objects.map((each) => ({ ...each })));
  const { outcome, reason } = decideReach(engine, policies, subject);
  return outcome === 'blocked' ? outcome : `${outcome}: ${reason}`;
}

describe('policies of Kubernetes', () => {
  it.each<[string, readonly object[], string]>([
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
    [
      'the published block with host bits, which means the same',
      [theMetadataBlock('10.10.0.0/0')],
      'blocked',
    ],
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
      'undecided: NetworkPolicy/shop/mapped egress[0]: "::ffff:0:0/96" is no CIDR',
    ],
    [
      'what is no CIDR',
      [anEgressPolicy('bad', toBlock('10.0.0.0/33'))],
      'undecided: NetworkPolicy/shop/bad egress[0]: "10.0.0.0/33" is no CIDR',
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
      'undecided: ClusterNetworkPolicy/admin is not decided here',
    ],
  ])('%s', (_, objects, said) => {
    for (const engine of ['azure', 'calico', 'cilium'] as const)
      expect(reach(engine, objects), engine).toBe(said);
  });

  it('mean nothing without an engine', () => {
    expect(reach('none', [theMetadataBlock()])).toBe('open: no network policy engine runs');
  });

  it('hold for the next pod without labels only where they select all pods', () => {
    const next = { ...pod, labels: {} };
    const ofWeb = aNetworkPolicy('web', {
      policyTypes: ['Egress'],
      podSelector: { matchLabels: { app: 'web' } },
    });
    expect(reach('calico', [ofWeb])).toBe('blocked');
    expect(reach('calico', [ofWeb], next)).toBe(`open: ${nothing}`);
    expect(reach('calico', [theMetadataBlock()], next)).toBe('blocked');
  });
});

describe('policies of Cilium', () => {
  const denyMetadata = { egressDeny: [{ toCIDR: ['169.254.169.254/32'] }] };
  const withoutDefault = { ...denyMetadata, enableDefaultDeny: { egress: false } };
  const allowAll = { egress: [{ toEntities: ['all'] }] };
  const select = (matchLabels: object) => ({ ...withoutDefault, endpointSelector: { matchLabels } });

  it.each<[string, readonly object[], string]>([
    ['a denial for the whole cluster', [aClusterwidePolicy('deny', withoutDefault)], 'blocked'],
    [
      'a denial beats every allow, those of Kubernetes too',
      [
        aClusterwidePolicy('deny', withoutDefault),
        aCiliumPolicy('all', allowAll),
        anEgressPolicy('all', all),
      ],
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
      'undecided: CiliumNetworkPolicy/shop/deny spec.egressDeny[0]: the CiliumCIDRGroup gone is not there',
    ],
    [
      'policies of Calico, which it does not read',
      [aGlobalPolicy('deny', { order: 1, egress: [{ action: 'Deny' }] })],
      `open: ${nothing}`,
    ],
  ])('%s', (_, objects, said) => {
    expect(reach('cilium', objects)).toBe(said);
  });

  it('mean nothing to other engines', () => {
    expect(reach('azure', [aClusterwidePolicy('deny', withoutDefault)])).toBe(`open: ${nothing}`);
  });
});

describe('policies of Calico', () => {
  const metadata = { nets: ['169.254.169.254/32'] };
  const deny = { action: 'Deny', destination: metadata };
  const allow = { action: 'Allow' };

  it.each<[string, readonly object[], string]>([
    [
      'a denial before those of Kubernetes',
      [aGlobalPolicy('deny', { order: 10, egress: [deny, allow] }), anEgressPolicy('all', all)],
      'blocked',
    ],
    [
      'a denial without an order, which comes last',
      [aGlobalPolicy('deny', { egress: [deny] }), anEgressPolicy('all', all)],
      'open: NetworkPolicy/shop/all egress[0] allows it',
    ],
    ['a denial without an order and no other policy', [aGlobalPolicy('deny', { egress: [deny] })], 'blocked'],
    [
      'an earlier allow',
      [
        aGlobalPolicy('first', { order: 1, egress: [allow] }),
        aGlobalPolicy('deny', { order: 2, egress: [deny] }),
      ],
      'open: GlobalNetworkPolicy/first egress[0] allows it',
    ],
    [
      'a later allow',
      [theMetadataBlock(), aGlobalPolicy('late', { order: 2000, egress: [allow] })],
      'open: GlobalNetworkPolicy/late egress[0] allows it',
    ],
    [
      'an earlier pass',
      [
        aGlobalPolicy('first', { order: 1, egress: [{ action: 'Pass' }] }),
        aGlobalPolicy('deny', { order: 2, egress: [deny] }),
      ],
      'undecided: GlobalNetworkPolicy/first egress[0] passes it on',
    ],
    [
      'a log, which decides nothing',
      [aGlobalPolicy('deny', { order: 1, egress: [{ action: 'Log' }, deny] })],
      'blocked',
    ],
    [
      'a denial of UDP',
      [aGlobalPolicy('deny', { order: 1, egress: [{ ...deny, protocol: 'UDP' }, allow] })],
      'open: GlobalNetworkPolicy/deny egress[1] allows it',
    ],
    [
      'a denial of port 443',
      [
        aGlobalPolicy('deny', {
          order: 1,
          egress: [{ ...deny, protocol: 'TCP', destination: { ...metadata, ports: [443] } }, allow],
        }),
      ],
      'open: GlobalNetworkPolicy/deny egress[1] allows it',
    ],
    [
      'a denial of a range of ports',
      [
        aGlobalPolicy('deny', {
          order: 1,
          egress: [{ ...deny, protocol: 'TCP', destination: { ...metadata, ports: ['1:1023'] } }, allow],
        }),
      ],
      'blocked',
    ],
    [
      'an allow of all but the metadata address',
      [
        aGlobalPolicy('most', {
          order: 1,
          egress: [{ action: 'Allow', destination: { notNets: ['169.254.169.254/32'] } }],
        }),
      ],
      'blocked',
    ],
    [
      'an allow of endpoints, which the address is none of',
      [aGlobalPolicy('in', { order: 1, egress: [{ action: 'Allow', destination: { selector: 'all()' } }] })],
      'blocked',
    ],
    [
      'the same beside a network set',
      [
        aGlobalPolicy('in', { order: 1, egress: [{ action: 'Allow', destination: { selector: 'all()' } }] }),
        { apiVersion: 'projectcalico.org/v3', kind: 'GlobalNetworkSet', metadata: { name: 's' } },
      ],
      'undecided: GlobalNetworkPolicy/in egress[0]: a selector that may name a network set',
    ],
    [
      'a selector of its label',
      [aGlobalPolicy('deny', { order: 1, selector: "app == 'web' && has(app)", egress: [deny] })],
      'blocked',
    ],
    [
      'a selector of other pods',
      [aGlobalPolicy('deny', { order: 1, selector: 'app != "web"', egress: [deny] })],
      `open: ${nothing}`,
    ],
    [
      'a selector of a set',
      [
        aGlobalPolicy('deny', {
          order: 1,
          selector: "projectcalico.org/namespace not in {'kube-system', 'calico-system'}",
          egress: [deny],
        }),
      ],
      'blocked',
    ],
    [
      'a selector of its namespace',
      [aGlobalPolicy('deny', { order: 1, namespaceSelector: "team in {'a'}", egress: [deny] })],
      'blocked',
    ],
    [
      'a selector that is not read',
      [aGlobalPolicy('deny', { order: 1, selector: "app == 'web' || app == 'db'", egress: [deny] })],
      `undecided: GlobalNetworkPolicy/deny: the selector "app == 'web' || app == 'db'"`,
    ],
    [
      'a selector that is not read, of a policy that changes nothing',
      [
        aGlobalPolicy('deny', { order: 1, egress: [deny] }),
        aGlobalPolicy('more', { order: 2, selector: '(all())', egress: [deny] }),
      ],
      'blocked',
    ],
    [
      'another tier',
      [aGlobalPolicy('deny', { tier: 'security', order: 1, egress: [deny] })],
      'undecided: GlobalNetworkPolicy/deny: it belongs to the tier security',
    ],
    [
      'a staged denial',
      [{ ...aGlobalPolicy('deny', { order: 1, egress: [deny] }), kind: 'StagedGlobalNetworkPolicy' }],
      'undecided: StagedGlobalNetworkPolicy/deny: it is staged',
    ],
    [
      'a namespaced denial by the API of its storage',
      [
        {
          apiVersion: 'crd.projectcalico.org/v1',
          kind: 'NetworkPolicy',
          metadata: { name: 'default.deny', namespace: 'shop' },
          spec: { order: 1, types: ['Egress'], egress: [deny] },
        },
      ],
      'blocked',
    ],
    [
      'a denial of ingress only',
      [aGlobalPolicy('deny', { types: ['Ingress'], order: 1 })],
      `open: ${nothing}`,
    ],
    [
      'policies of Cilium, which it does not read',
      [aClusterwidePolicy('deny', { egressDeny: [{ toEntities: ['all'] }] })],
      `open: ${nothing}`,
    ],
  ])('%s', (_, objects, said) => {
    expect(reach('calico', objects)).toBe(said);
  });
});
