import { describe, expect, it } from 'vitest';
import {
  aCiliumPolicy,
  anEgressPolicy,
  theMetadataBlock,
  toBlock,
} from '../../../builders/a-network-policy.ts';
import { aPod } from '../../../builders/a-pod.ts';
import {
  aNamespace,
  anAzurePool,
  aWindowsPool,
  blocksFor,
  gist,
  judged,
} from '../../../builders/an-audited-cluster.ts';

type Given = Parameters<typeof judged>[1];
type Row = readonly [rule: string, given: Given, said: string];

const blocked = [aPod(), ...blocksFor('shop', 'default')];
const network = (changes: object) => ({ networkProfile: { networkPlugin: 'azure', ...changes } });
const dual = network({ networkPolicy: 'calico', ipFamilies: ['IPv4', 'IPv6'] });

const rows: Readonly<Record<string, readonly Row[]>> = {
  'SB-NET-01': [
    ["without Azure's word it does not apply to files", { objects: blocked }, 'NOT_APPLICABLE'],
    ['the word of an operator passes', { engine: 'calico' }, 'PASS'],
    [
      'the engine that Azure names passes',
      { arm: network({ networkPolicy: 'cilium', networkDataplane: 'cilium' }) },
      'PASS',
    ],
    ['none fails', { arm: network({ networkPolicy: 'none' }) }, 'FAIL ManagedCluster/aks-1'],
    [
      "Cilium's dataplane without a policy engine fails",
      { arm: network({ networkDataplane: 'cilium' }) },
      'FAIL ManagedCluster/aks-1',
    ],
    [
      "a network of one's own cannot be told",
      { arm: { networkProfile: { networkPlugin: 'none' } } },
      'UNKNOWN',
    ],
    [
      'azure with Windows pools fails',
      { arm: network({ networkPolicy: 'azure' }), pools: [anAzurePool(), aWindowsPool()] },
      'FAIL AgentPool/win',
    ],
    [
      'what the operator says counts more',
      { arm: network({ networkPolicy: 'none' }), engine: 'calico' },
      'PASS',
    ],
  ],
  'SB-NET-02': [
    ['a block in every namespace passes', { objects: blocked }, 'PASS'],
    ["without Azure's word, policies are judged by Calico's rules", { objects: blocked }, 'PASS'],
    ['nothing at all has no namespace to fail', {}, 'PASS'],
    [
      'a block that the API server refuses blocks nothing',
      {
        objects: [
          ...blocksFor('default'),
          aPod(),
          anEgressPolicy('bare', toBlock('0.0.0.0/0', '169.254.169.254')),
        ],
      },
      'FAIL Pod/shop/web Namespace/shop',
    ],
    [
      'nor does one whose exception lies outside of it',
      {
        objects: [
          ...blocksFor('default'),
          aPod(),
          anEgressPolicy('odd', toBlock('10.0.0.0/8', '169.254.169.254/32')),
        ],
      },
      'FAIL Pod/shop/web Namespace/shop',
    ],
    [
      'a namespace without one fails, with its pods',
      { objects: [aPod(), ...blocksFor('default')] },
      'FAIL Pod/shop/web Namespace/shop',
    ],
    [
      'a broader allow defeats it',
      { objects: [...blocked, anEgressPolicy('all', {})] },
      'FAIL Pod/shop/web Namespace/shop',
    ],
    ['without an engine it fails', { objects: blocked, engine: 'none' }, 'FAIL Pod/shop/web Namespace/shop'],
    [
      "a pod on the host's network is not its business",
      { objects: [aPod({ spec: { hostNetwork: true } }), ...blocksFor('shop', 'default')] },
      'PASS',
    ],
    [
      'what cannot be judged is UNKNOWN, and not in the evidence',
      { objects: [aPod(), ...blocksFor('default'), anEgressPolicy('odd', toBlock('::ffff:0:0/96'))] },
      'UNKNOWN',
    ],
    [
      'what fails counts more than what cannot be judged',
      { objects: [aPod(), aNamespace('pay'), anEgressPolicy('odd', toBlock('::ffff:0:0/96'))] },
      'FAIL Namespace/pay',
    ],
  ],
  'SB-NET-03': [
    ['a pod network passes', { objects: [aPod()] }, 'PASS'],
    ['hostNetwork fails', { objects: [aPod({ spec: { hostNetwork: true } })] }, 'FAIL Pod/shop/web'],
    [
      'hostProcess of a container fails',
      { objects: [aPod({ context: { windowsOptions: { hostProcess: true } } })] },
      'FAIL Pod/shop/web main',
    ],
  ],
  'SB-NET-04': [
    ["without Azure's word it does not apply", {}, 'NOT_APPLICABLE'],
    ['None passes', { arm: {} }, 'PASS'],
    [
      'another is for information',
      { arm: network({ networkPolicy: 'calico' }) },
      'PASS ManagedCluster/aks-1',
    ],
  ],
  'SB-NET-05': [
    ['the published block passes on Calico', { objects: [theMetadataBlock()] }, 'PASS'],
    [
      'the published block fails on Cilium',
      { objects: [theMetadataBlock()], engine: 'cilium' },
      'FAIL NetworkPolicy/shop/restrict-instance-metadata',
    ],
    [
      'except fails for azure on Windows',
      { objects: [theMetadataBlock()], arm: network({ networkPolicy: 'azure' }), pools: [aWindowsPool()] },
      'FAIL NetworkPolicy/shop/restrict-instance-metadata',
    ],
    [
      'five blocks fail for azure',
      {
        objects: [anEgressPolicy('many', ...[1, 2, 3, 4, 5].map((n) => toBlock(`10.${n}.0.0/16`)))],
        engine: 'azure',
      },
      'FAIL NetworkPolicy/shop/many',
    ],
    [
      'IPv4 alone fails on a cluster with both families',
      { objects: [theMetadataBlock()], arm: dual },
      'FAIL NetworkPolicy/shop/restrict-instance-metadata',
    ],
    [
      'both families pass there',
      {
        objects: [anEgressPolicy('both', toBlock('0.0.0.0/0', '169.254.169.254/32'), toBlock('::/0'))],
        arm: dual,
      },
      'PASS',
    ],
    [
      'host bits are a warning',
      { objects: [theMetadataBlock('10.10.0.0/0')] },
      'WARN NetworkPolicy/shop/restrict-instance-metadata',
    ],
    [
      'host bits fail before 1.36',
      { objects: [theMetadataBlock('10.10.0.0/0')], targetMinor: 36 },
      'FAIL NetworkPolicy/shop/restrict-instance-metadata',
    ],
    ['without an engine it does not apply', { engine: 'none' }, 'NOT_APPLICABLE'],
    ...(
      [
        ['an exception without a mask', toBlock('0.0.0.0/0', '169.254.169.254')],
        ['a block without a mask', toBlock('10.0.0.1')],
        ['an exception outside of its block', toBlock('10.0.0.0/8', '169.254.169.254/32')],
        ['an exception as large as its block', toBlock('10.0.0.0/8', '10.0.0.0/8')],
        ['an exception of the other family', toBlock('0.0.0.0/0', 'fd00::/8')],
      ] as const
    ).map(
      ([what, rule]): Row => [
        `${what} fails: no API server takes it`,
        { objects: [anEgressPolicy('odd', rule)] },
        'FAIL NetworkPolicy/shop/odd',
      ],
    ),
    [
      'a sound exception passes, of IPv6, too',
      {
        objects: [
          anEgressPolicy('fine', toBlock('10.0.0.0/8', '10.1.0.0/16'), toBlock('fd00::/8', 'fd00:1::/32')),
        ],
      },
      'PASS',
    ],
    [
      "Cilium's own form of the published block is for information",
      {
        objects: [
          aCiliumPolicy('block', {
            egress: [{ toCIDRSet: [{ cidr: '0.0.0.0/0', except: ['169.254.169.254/32'] }] }],
          }),
        ],
        engine: 'cilium',
      },
      'PASS CiliumNetworkPolicy/shop/block',
    ],
  ],
};

for (const [id, cases] of Object.entries(rows))
  describe(id, () => {
    it.each(cases)('%s', (_, given, said) => {
      expect(gist(judged(id, given))).toBe(said);
    });
  });

it('names the rule that opens the way, and says it of the next pod too', () => {
  const { evidence } = judged('SB-NET-02', { objects: [...blocked, anEgressPolicy('all', {})] });
  expect(evidence.map(({ reason }) => reason)).toEqual([
    'NetworkPolicy/shop/all egress[0] allows it',
    'pods created later: NetworkPolicy/shop/all egress[0] allows it',
  ]);
});

it('says why an API server refuses a policy', () => {
  const { evidence } = judged('SB-NET-05', {
    objects: [anEgressPolicy('bare', toBlock('0.0.0.0/0', '169.254.169.254'))],
  });
  expect(evidence.map(({ reason }) => reason)).toEqual([
    'Kubernetes rejects it, so it blocks nothing: the exception 169.254.169.254 has no mask, such as /32',
  ]);
});
