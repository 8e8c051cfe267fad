import {
  aClusterwidePolicy,
  aGlobalPolicy,
  anEgressPolicy,
  aTier,
  calicoStorage,
  theMetadataBlock,
} from '../../../builders/a-network-policy.ts';
import type { PolicySituation } from './policy-cases.ts';

const nothing = 'no policy isolates its egress';
const all = {};
const metadata = { nets: ['169.254.169.254/32'] };
const deny = { action: 'Deny', destination: metadata };
const allow = { action: 'Allow' };

/** Of Calico, beside those of Kubernetes that it puts at 1000. */
export const calicoSituations: readonly PolicySituation[] = [
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
    'open: GlobalNetworkPolicy/first egress[0] passes it on, and no later tier decides',
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
      { apiVersion: calicoStorage, kind: 'GlobalNetworkSet', metadata: { name: 's' } },
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
    [aGlobalPolicy('deny', { order: 1, selector: "app ~ 'web'", egress: [deny] })],
    `undecided: GlobalNetworkPolicy/deny: the selector "app ~ 'web'"`,
  ],
  [
    'a selector with a choice',
    [aGlobalPolicy('deny', { order: 1, selector: "app == 'db' || app == 'web'", egress: [deny] })],
    'blocked',
  ],
  [
    'a choice of namespaces, of which a conjunction binds closer',
    [
      aGlobalPolicy('first', {
        order: 1,
        namespaceSelector: "team == 'b' && has(x) || team == 'a'",
        egress: [allow],
      }),
      aGlobalPolicy('deny', { order: 2, egress: [deny] }),
    ],
    'open: GlobalNetworkPolicy/first egress[0] allows it',
  ],
  [
    'a selector that is not read, of a policy that changes nothing',
    [
      aGlobalPolicy('deny', { order: 1, egress: [deny] }),
      aGlobalPolicy('more', { order: 2, selector: 'all', egress: [deny] }),
    ],
    'blocked',
  ],
  ...tierSituations(),
  [
    'a staged denial',
    [{ ...aGlobalPolicy('deny', { order: 1, egress: [deny] }), kind: 'StagedGlobalNetworkPolicy' }],
    'undecided: StagedGlobalNetworkPolicy/deny: the policy is staged',
  ],
  [
    'a namespaced denial by the API of its storage',
    [
      {
        apiVersion: calicoStorage,
        kind: 'NetworkPolicy',
        metadata: { name: 'default.deny', namespace: 'shop' },
        spec: { order: 1, types: ['Egress'], egress: [deny] },
      },
    ],
    'blocked',
  ],
  ['a denial of ingress only', [aGlobalPolicy('deny', { types: ['Ingress'], order: 1 })], `open: ${nothing}`],
  [
    'policies of Cilium, which it does not read',
    [aClusterwidePolicy('deny', { egressDeny: [{ toEntities: ['all'] }] })],
    `open: ${nothing}`,
  ],
];

/** Tiers before and after the default one, with what their first policy does. */
function tierSituations(): readonly PolicySituation[] {
  const early = aTier('early', { order: 10 });
  const late = aTier('late', { order: 2_000_000 });
  const inTier = (tier: string, ...egress: readonly object[]) =>
    aGlobalPolicy(`of-${tier}`, { tier, egress });
  const denied = aGlobalPolicy('deny', { order: 1, egress: [deny] });
  const pass = { action: 'Pass' };
  return [
    ['a denial in an earlier tier', [early, inTier('early', deny), anEgressPolicy('all', all)], 'blocked'],
    [
      'an allow in an earlier tier, which is final',
      [early, inTier('early', allow), denied],
      'open: GlobalNetworkPolicy/of-early egress[0] allows it',
    ],
    ['a pass in an earlier tier, before a denial', [early, inTier('early', pass), denied], 'blocked'],
    [
      'a pass in an earlier tier, before nothing',
      [early, inTier('early', pass)],
      'open: GlobalNetworkPolicy/of-early egress[0] passes it on, and no later tier decides',
    ],
    [
      'an earlier tier about the pod in which no rule holds',
      [early, inTier('early', { ...allow, protocol: 'UDP' }), anEgressPolicy('all', all)],
      'blocked',
    ],
    [
      'the same where the tier passes by default',
      [
        aTier('early', { order: 10, defaultAction: 'Pass' }),
        inTier('early', { ...allow, protocol: 'UDP' }),
        anEgressPolicy('all', all),
      ],
      'open: NetworkPolicy/shop/all egress[0] allows it',
    ],
    [
      'an earlier tier about other pods',
      [early, aGlobalPolicy('of-early', { tier: 'early', selector: "app == 'db'", egress: [allow] }), denied],
      'blocked',
    ],
    [
      'a denial in a tier after an allow of the default one',
      [late, inTier('late', deny), anEgressPolicy('all', all)],
      'open: NetworkPolicy/shop/all egress[0] allows it',
    ],
    ['a denial in a later tier alone', [late, inTier('late', deny)], 'blocked'],
    [
      'a tier without an order, which comes after the default one',
      [aTier('last', {}), inTier('last', allow), denied],
      'blocked',
    ],
    [
      'a policy of an earlier tier with a late order, before one with an early order',
      [
        early,
        aGlobalPolicy('of-early', { tier: 'early', order: 5000, egress: [allow] }),
        aGlobalPolicy('deny', { order: 1, egress: [deny] }),
      ],
      'open: GlobalNetworkPolicy/of-early egress[0] allows it',
    ],
    [
      'a tier that is not there, whose place decides',
      [inTier('security', allow), denied],
      'undecided: GlobalNetworkPolicy/of-security: it belongs to the tier security, whose order is unknown',
    ],
    ['a tier that is not there, whose place does not decide', [inTier('security', deny), denied], 'blocked'],
    [
      'a choice between pass and allow that is not known',
      [
        early,
        inTier('early', { ...pass, source: { nets: ['10.0.0.0/8'] } }, allow),
        anEgressPolicy('all', all),
      ],
      'open: GlobalNetworkPolicy/of-early egress[1] allows it',
    ],
  ];
}
