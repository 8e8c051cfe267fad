import { describe, expect, it } from 'vitest';
import { decideReach } from '#domain/baseline/network-reach/decide-reach.ts';
import {
  type NetworkPolicyEngine,
  readNetworkPolicies,
} from '#domain/baseline/network-reach/network-policies.ts';
import type { Subject } from '#domain/baseline/network-reach/subject.ts';
import {
  aClusterwidePolicy,
  aGlobalPolicy,
  aNetworkPolicy,
  anEgressPolicy,
  theMetadataBlock,
} from '../../../support/a-network-policy.ts';
import { ciliumSituations, kubernetesSituations } from '../../../support/policy-situations.ts';

const pod: Subject = {
  namespace: 'shop',
  namespaceLabels: { 'kubernetes.io/metadata.name': 'shop', team: 'a' },
  labels: { app: 'web' },
  serviceAccount: 'default',
};

const nothing = 'no policy isolates its egress';
const all = {};

function reach(engine: NetworkPolicyEngine, objects: readonly object[], subject = pod): string {
  const { policies } = readNetworkPolicies(objects.map((each) => ({ ...each })));
  const { outcome, reason } = decideReach(engine, policies, subject);
  return outcome === 'blocked' ? outcome : `${outcome}: ${reason}`;
}

describe('policies of Kubernetes', () => {
  it.each(kubernetesSituations)('%s', (_, objects, said) => {
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

  it.each(ciliumSituations)('%s', (_, objects, said) => {
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
