import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cluster } from '#domain/fleet/fleet.ts';
import { isUnchanged } from '#domain/plan/is-unchanged.ts';
import { type ClusterOutline, outlinePlan } from '#domain/plan/outline-plan.ts';
import { planCampaign } from '#domain/plan/plan-campaign.ts';
import { aCampaign, aRing } from '../../builders/a-campaign.ts';
import { aCluster, aPool, aWindowsPool } from '../../builders/a-cluster.ts';
import { aFleet } from '../../builders/a-fleet.ts';

const campaign = aCampaign({
  upgrade: { type: 'Full', kubernetesVersion: '1.34', allowMultipleHops: true },
  stages: [aRing('test'), aRing('production')],
});
const planOf = (clusters: readonly Cluster[]) =>
  planCampaign({ campaign, specDigest: 'sha256:1', fleet: aFleet(clusters), now: 0 });
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).length;

const shop = aCluster({ name: 'shop', tags: { ring: 'production' }, pools: [aPool(), aWindowsPool()] });
const old = aCluster({
  name: 'old',
  tags: { ring: 'production' },
  currentKubernetesVersion: '1.32.9',
  pools: [aPool({ currentOrchestratorVersion: '1.32.9' })],
});
const stopped = aCluster({ name: 'stopped', tags: { ring: 'test' }, powerState: 'Stopped' });
const there = aCluster({
  name: 'there',
  tags: { ring: 'test' },
  currentKubernetesVersion: '1.34.1',
  pools: [aPool({ currentOrchestratorVersion: '1.34.1' })],
});

describe('the outline of a plan', () => {
  const plan = planOf([shop, old, stopped, there]);
  const outline = outlinePlan(plan);
  const line = (name: string): ClusterOutline | undefined =>
    outline.stages.flatMap(({ clusters }) => clusters).find((cluster) => cluster.name === name);

  it('is bound to the same digests, target and stages', () => {
    expect(outline).toMatchObject({
      digest: plan.digest,
      target: '1.34.1',
      blocked: plan.blocked,
      stages: plan.stages.map(({ name, clusters }) => ({
        name,
        clusters: clusters.map(({ resourceId, digest }) => ({ resourceId, digest })),
      })),
    });
  });

  it.each([
    ['shop', { pools: 2, nodes: 5, surge: 1, blocked: [], versions: ['1.34.1'] }],
    ['old', { pools: 1, nodes: 3, surge: 1, blocked: [] }],
    ['there', { pools: 0, nodes: 0, surge: 0, blocked: [], versions: [] }],
    [
      'stopped',
      {
        pools: 0,
        nodes: 0,
        surge: 0,
        blocked: ['it is stopped; start it, then plan again'],
        versions: [],
      },
    ],
  ])('says of %s whether it takes part and how much is done', (name, said) => {
    expect(line(name)).toMatchObject(said);
  });

  it('counts what the plan counts', () => {
    const clusters = fc.array(
      fc.record({
        at: fc.constantFrom('1.32.9', '1.33.5', '1.34.1'),
        nodes: fc.nat(20),
        isStopped: fc.boolean(),
      }),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(clusters, (seeds) => {
        const planned = planOf(
          seeds.map(({ at, nodes, isStopped }, index) =>
            aCluster({
              name: `c${index}`,
              tags: { ring: 'test' },
              powerState: isStopped ? 'Stopped' : 'Running',
              currentKubernetesVersion: at,
              pools: [aPool({ count: nodes, currentOrchestratorVersion: at })],
            }),
          ),
        );
        const lines = outlinePlan(planned).stages.flatMap((stage) => stage.clusters);
        const sum = (countOf: (each: ClusterOutline) => number) =>
          lines.reduce((total, each) => total + countOf(each), 0);
        const { surgeVcpus: _, surgeNodes: __, ...totals } = planned.totals;
        expect({
          clusters: lines.length,
          pools: sum(({ pools }) => pools),
          nodes: sum(({ nodes }) => nodes),
          blocked: sum(({ blocked }) => (blocked.length > 0 ? 1 : 0)),
          unchanged: sum((each) => (isUnchanged(each) ? 1 : 0)),
        }).toEqual(totals);
      }),
    );
  });

  it('takes less than 320 bytes a cluster, however many pools and steps it has', () => {
    const pools = Array.from({ length: 9 }, (_, index) => aPool({ name: `np${index}`, count: 100 }));
    const names = Array.from({ length: 300 }, (_, index) => `aks-${100 + index}-weu`);
    const fleet = names.map((name) =>
      aCluster({ name, resourceGroup: `rg-${name}`, tags: { ring: 'production' }, pools }),
    );
    const clusters = outlinePlan(planOf(fleet)).stages.flatMap((stage) => stage.clusters);
    expect(clusters.length).toBe(300);
    expect(Math.max(...clusters.map(bytes))).toBeLessThan(320);
  });
});
