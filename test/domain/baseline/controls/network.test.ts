import { describe, expect, it } from 'vitest';
import { anEgressPolicy, theMetadataBlock, toBlock } from '../../../support/a-network-policy.ts';
import { aPod } from '../../../support/a-pod.ts';
import { anAzurePool, aWindowsPool, blocksFor, gist, judged } from '../../../support/an-audited-cluster.ts';

type Given = Parameters<typeof judged>[1];
type Row = readonly [rule: string, given: Given, said: string];

const blocked = [aPod(), ...blocksFor('shop', 'default')];
const network = (changes: object) => ({ networkProfile: { networkPlugin: 'azure', ...changes } });
const dual = network({ networkPolicy: 'calico', ipFamilies: ['IPv4', 'IPv6'] });

const rows: Readonly<Record<string, readonly Row[]>> = {
  'SB-NET-01': [
    ["without Azure's word, Calico is taken for granted", {}, 'PASS'],
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
    [
      'without an engine it fails',
      { objects: blocked, engine: 'none' },
      'FAIL Pod/shop/web Namespace/default Namespace/shop',
    ],
    [
      "a pod on the host's network is not its business",
      { objects: [aPod({ spec: { hostNetwork: true } }), ...blocksFor('shop', 'default')] },
      'PASS',
    ],
    [
      'what cannot be told is UNKNOWN, and not in the evidence',
      { objects: [aPod(), ...blocksFor('default'), anEgressPolicy('odd', toBlock('::ffff:0:0/96'))] },
      'UNKNOWN',
    ],
    [
      'what fails counts more than what cannot be told',
      { objects: [aPod(), anEgressPolicy('odd', toBlock('::ffff:0:0/96'))] },
      'FAIL Namespace/default',
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
    'the next pod: NetworkPolicy/shop/all egress[0] allows it',
  ]);
});
