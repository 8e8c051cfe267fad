import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  findTargetCluster,
  formatTarget,
  parseTarget,
  type Target,
} from '#domain/campaign/operator-target.ts';
import { uniqueNames } from '#domain/fleet/cluster-names.ts';

describe('a target', () => {
  it.each<[string, Target]>([
    ['campaign', { kind: 'campaign' }],
    ['stage/test', { kind: 'stage', stage: 'test' }],
    ['cluster/aks-One_weu', { kind: 'cluster', cluster: 'aks-One_weu' }],
    ['pool/aks-one/np1', { kind: 'pool', cluster: 'aks-one', pool: 'np1' }],
    ['pool/aks-one/NP1', { kind: 'pool', cluster: 'aks-one', pool: 'np1' }],
    ['cluster/rg.a_(b)/aks-one', { kind: 'cluster', cluster: 'rg.a_(b)/aks-one' }],
    ['pool/1-2/rg-ü/aks-one/np1', { kind: 'pool', cluster: '1-2/rg-ü/aks-one', pool: 'np1' }],
    [' cluster/aks-one\n', { kind: 'cluster', cluster: 'aks-one' }],
  ])('"%s" is read', (text, target) => {
    expect(parseTarget(text)).toEqual(target);
  });

  it.each([
    '',
    'aks-one',
    'campaign/',
    'campaign/x',
    'stage',
    'stage/',
    'stage/a/b',
    'cluster/',
    'cluster/a/b/c/d',
    'cluster/a b',
    'pool/a',
    'pool/a/',
    'pool//b',
    'pool/a/b/c/d/e',
    'cluster/a//b',
    'Stage/a',
    'node/a',
    '/a',
  ])('"%s" is none', (text) => {
    expect(parseTarget(text)).toBeNull();
  });

  it('is read from any names that Azure and the file allow', () => {
    const name = fc.stringMatching(/^[a-zA-Z0-9][-\w]{0,20}$/);
    const poolName = fc.stringMatching(/^[a-z][a-z0-9]{0,11}$/);
    fc.assert(
      fc.property(name, poolName, (cluster, pool) => {
        expect(parseTarget(`pool/${cluster}/${pool}`)).toEqual({ kind: 'pool', cluster, pool });
        expect(parseTarget(`stage/${cluster}`)).toEqual({ kind: 'stage', stage: cluster });
        expect(parseTarget(`cluster/${cluster}`)).toEqual({ kind: 'cluster', cluster });
      }),
    );
  });
});

const clusterOf = (subscription: string, group: string, name: string) => ({
  resourceId: `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.ContainerService/managedClusters/${name}`,
});

describe('a cluster of a campaign', () => {
  const clusters = [
    clusterOf('s1', 'rg-a', 'aks-prod'),
    clusterOf('s1', 'rg-b', 'AKS-Prod'),
    clusterOf('s2', 'rg-b', 'aks-prod'),
    clusterOf('s1', 'rg-a', 'aks-test'),
  ];

  it('has the shortest name that no other has', () => {
    expect([...uniqueNames(clusters).values()]).toEqual([
      'rg-a/aks-prod',
      's1/rg-b/AKS-Prod',
      's2/rg-b/aks-prod',
      'aks-test',
    ]);
  });

  it.each<[string, number | string]>([
    ['cluster/aks-test', 3],
    ['cluster/AKS-TEST', 3],
    ['cluster/rg-a/aks-test', 3],
    ['cluster/s1/RG-A/aks-test', 3],
    ['cluster/rg-a/aks-prod', 0],
    ['pool/S2/rg-b/aks-prod/system', 2],
    ['cluster/nope', 'There is no cluster nope in this campaign.'],
    ['cluster/rg-b/aks-test', 'There is no cluster rg-b/aks-test in this campaign; did you mean aks-test?'],
    ['cluster/aks-tset', 'There is no cluster aks-tset in this campaign; did you mean aks-test?'],
    ['cluster/test', 'There is no cluster test in this campaign; did you mean aks-test?'],
    [
      'pool/Prod/np1',
      'There is no cluster Prod in this campaign; did you mean rg-a/aks-prod or s1/rg-b/AKS-Prod or s2/rg-b/aks-prod?',
    ],
    ['cluster/aks', 'There is no cluster aks in this campaign.'],
    [
      'pool/s2/rg-b/aks-prdo/np1',
      'There is no cluster s2/rg-b/aks-prdo in this campaign; did you mean s2/rg-b/aks-prod?',
    ],
    [
      'cluster/aks-prod',
      'aks-prod is the name of 3 clusters of this campaign. Name one of them: cluster/rg-a/aks-prod, cluster/s1/rg-b/AKS-Prod, cluster/s2/rg-b/aks-prod.',
    ],
    [
      'pool/rg-b/aks-prod/system',
      'rg-b/aks-prod is the name of 2 clusters of this campaign. Name one of them: pool/s1/rg-b/AKS-Prod/system, pool/s2/rg-b/aks-prod/system.',
    ],
  ])('%s means exactly one, or none', (text, wanted) => {
    const target = parseTarget(text) as Extract<Target, { cluster: string }>;
    const found = findTargetCluster(clusters, target);
    expect('cluster' in found ? clusters.indexOf(found.cluster) : found.refusal).toBe(wanted);
  });

  const fleet = fc.uniqueArray(
    fc.tuple(fc.constantFrom('s', 't'), fc.constantFrom('a', 'b', 'c'), fc.constantFrom('x', 'X', 'y')),
    {
      selector: ([s, g, n]) => `${s}/${g}/${n}`.toLowerCase(),
      minLength: 1,
    },
  );

  it('is found by the name that it is shown with, and by no form that another has too', () => {
    fc.assert(
      fc.property(fleet, fc.boolean(), fc.boolean(), (parts, isPool, isUpper) => {
        const all = parts.map(([s, g, n]) => clusterOf(s, g, n));
        const names = uniqueNames(all);
        for (const [index, [s, g, n]] of parts.entries()) {
          const shown = names.get(all[index]!.resourceId.toLowerCase())!;
          for (const form of [n, `${g}/${n}`, `${s}/${g}/${n}`, shown]) {
            const cluster = isUpper ? form.toUpperCase() : form;
            const target: Target = isPool
              ? { kind: 'pool', cluster, pool: 'np1' }
              : { kind: 'cluster', cluster };
            const parsed = parseTarget(formatTarget(target)) as typeof target;
            const found = findTargetCluster(all, parsed);
            if ('cluster' in found) expect(found.cluster).toBe(all[index]);
            else expect(found.refusal).toContain(shown);
            if (form === shown) expect('cluster' in found).toBe(true);
          }
        }
      }),
    );
  });
});
