import { describe, expect, it } from 'vitest';
import { auditCluster } from '#domain/audit/audit.ts';
import type { AuditedCluster } from '#domain/audit/cluster/audited-cluster.ts';
import { type HardeningQuestion, proposeHardening } from '#domain/audit/hardening/propose-hardening.ts';
import { anAuditedCluster } from '../../../builders/an-audited-cluster.ts';

const namespaces = ['shop', 'pay'].map((name) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name },
}));
const aLiveCluster = (over: Partial<AuditedCluster> = {}): AuditedCluster => ({
  ...anAuditedCluster({ objects: namespaces, arm: { disableLocalAccounts: false } }),
  live: { serverMinor: 34, usage: null, azure: null },
  ...over,
});
const id = '/subscriptions/s1/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks-1';

function proposed({ cluster = aLiveCluster(), ...over }: Partial<HardeningQuestion> = {}): readonly string[] {
  const question = {
    cluster,
    audit: auditCluster(cluster),
    resourceId: null,
    controls: [],
    namespaces: [],
    holdKuredMs: null,
    ...over,
  };
  return proposeHardening(question).map((each) =>
    [
      each.kind,
      each.control,
      ...('namespace' in each && each.namespace !== null ? [each.namespace] : []),
    ].join(' '),
  );
}

describe('what is proposed for a cluster', () => {
  it('is in the order of its namespaces, what is about all of it first', () => {
    expect(proposed({ resourceId: id })).toEqual([
      'command SB-ENT-02',
      'apply SB-NET-02 pay',
      'apply SB-POD-06 pay',
      'apply SB-NET-02 shop',
      'apply SB-POD-06 shop',
    ]);
  });

  it('is nothing for the unused namespace default, unless it is named', () => {
    const { namespaces: own } = aLiveCluster();
    const cluster = aLiveCluster({
      namespaces: own.map((each) => (each.name === 'pay' ? { ...each, isUnused: true } : each)),
    });
    expect(proposed({ cluster })).toEqual(['apply SB-NET-02 shop', 'apply SB-POD-06 shop']);
    expect(proposed({ cluster, namespaces: ['pay'] })).toEqual([
      'apply SB-NET-02 pay',
      'apply SB-POD-06 pay',
    ]);
  });

  it('has no command where Azure is not known', () => {
    expect(proposed().filter((each) => each.startsWith('command'))).toEqual([]);
  });

  it('is only for the controls and namespaces that were asked about', () => {
    expect(proposed({ controls: ['SB-POD-06'], namespaces: ['shop'] })).toEqual(['apply SB-POD-06 shop']);
  });

  it('is nothing where the cluster was not read whole', () => {
    const part = 'workloads' as const;
    const unread = [{ part, resource: 'Cluster', permission: 'list pods', why: 'forbidden', kind: null }];
    expect(proposed({ cluster: aLiveCluster({ unread }) })).toEqual(['refuse SB-NET-02', 'refuse SB-POD-06']);
  });

  it('names the object that could not be read', () => {
    const part = 'network-policies' as const;
    const unread = [
      { part, resource: 'NetworkPolicy/shop/odd', permission: null, why: 'spec: no', kind: null },
    ];
    const cluster = aLiveCluster({ unread });
    const question = {
      cluster,
      audit: auditCluster(cluster),
      resourceId: null,
      controls: [],
      namespaces: [],
      holdKuredMs: null,
    };
    expect(proposeHardening(question)[0]?.why).toBe(
      'the cluster was not read completely: NetworkPolicy/shop/odd: spec: no',
    );
  });

  it("says of a setting of Azure's that Azure was not asked", () => {
    expect(proposed({ controls: ['SB-OS-01'] })).toEqual(['refuse SB-OS-01']);
  });

  it('pins no level to a version that the server does not say', () => {
    expect(proposed({ cluster: aLiveCluster({ live: null }), controls: ['SB-POD-06'] })).toEqual([
      'refuse SB-POD-06',
    ]);
  });
});
