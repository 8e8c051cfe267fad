import { describe, expect, it } from 'vitest';
import type { Proposal } from '#domain/audit/hardening/proposal.ts';
import { proposeMetadataBlocks } from '#domain/audit/hardening/propose-metadata-block.ts';
import { anEgressPolicy, toBlock } from '../../../builders/a-network-policy.ts';
import { aPod } from '../../../builders/a-pod.ts';
import { aNamespace, anAuditedCluster, blocksFor, type Given } from '../../../builders/an-audited-cluster.ts';

const shop = [aNamespace('shop'), aPod(), ...blocksFor('default')];

const proposed = (given: Given) => proposeMetadataBlocks(anAuditedCluster(given));
const inShop = (given: Given): Proposal | undefined =>
  proposed(given).find(
    ({ kind, ...each }) => kind === 'refuse' || ('namespace' in each && each.namespace === 'shop'),
  );
const objectFor = (given: Given) => {
  const found = inShop(given);
  return found?.kind === 'apply' ? found.object : found;
};

describe('the block of the metadata address', () => {
  it('allows everything else where nothing isolates a namespace (azure, calico)', () => {
    for (const engine of ['azure', 'calico'] as const)
      expect(objectFor({ objects: shop, engine })).toEqual({
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: 'drydock-block-metadata', namespace: 'shop' },
        spec: {
          podSelector: {},
          policyTypes: ['Egress'],
          egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.169.254/32'] } }] }],
        },
      });
  });

  it('allows IPv6 too on a cluster that has it', () => {
    const arm = { networkProfile: { networkPolicy: 'calico', ipFamilies: ['IPv4', 'IPv6'] } };
    expect(JSON.stringify(objectFor({ objects: shop, arm }))).toContain('"::/0"');
  });

  it('is a denial without default deny on Cilium, where blocks stand for no pod', () => {
    expect(objectFor({ objects: shop, engine: 'cilium' })).toMatchObject({
      kind: 'CiliumNetworkPolicy',
      spec: {
        enableDefaultDeny: { egress: false },
        egressDeny: [{ toCIDR: ['169.254.169.254/32'] }],
      },
    });
  });

  it('is proposed for no namespace that is closed', () => {
    expect(proposed({ objects: [...shop, ...blocksFor('shop')], engine: 'calico' })).toEqual([]);
  });

  it('is refused where it would widen what a policy has closed, with the rule that lets the address through', () => {
    const objects = [...shop, anEgressPolicy('all', toBlock('0.0.0.0/0'))];
    expect(inShop({ objects, engine: 'calico' })).toEqual({
      kind: 'refuse',
      control: 'SB-NET-02',
      namespace: 'shop',
      why: expect.stringMatching(
        /^NetworkPolicy all isolates its egress.*narrow it: .*egress\[0\] allows it/,
      ),
    });
  });

  it('widens nothing on Cilium, where a denial beats what is allowed', () => {
    const objects = [...shop, anEgressPolicy('all', toBlock('0.0.0.0/0'))];
    expect(inShop({ objects, engine: 'cilium' })?.kind).toBe('apply');
  });

  it('is refused beside policies of Calico, whose order decides', () => {
    const global = {
      apiVersion: 'crd.projectcalico.org/v1',
      kind: 'GlobalNetworkPolicy',
      metadata: { name: 'first' },
      spec: { order: 1, types: ['Egress'], selector: 'all()', egress: [{ action: 'Allow' }] },
    };
    expect(inShop({ objects: [...shop, global], engine: 'calico' })).toMatchObject({
      kind: 'refuse',
      why: expect.stringContaining('GlobalNetworkPolicy/first'),
    });
  });

  it.each<[string, Given['engine'] | undefined, RegExp]>([
    ['no engine runs', 'none', /no network policy engine runs/],
  ])('is refused for the whole cluster where %s', (_what, engine, why) => {
    expect(proposed({ objects: shop, engine: engine ?? null })).toEqual([
      { kind: 'refuse', control: 'SB-NET-02', namespace: null, why: expect.stringMatching(why) },
    ]);
  });

  it('takes no heed of pods on the network of their node, which no policy holds', () => {
    const host = aPod({ spec: { hostNetwork: true }, metadata: { name: 'host' } });
    expect(inShop({ objects: [...shop, host], engine: 'calico' })?.kind).toBe('apply');
  });
});
