import { describe, expect, it } from 'vitest';
import { describeIdleScheduledRun } from '#domain/nightly/idle-scheduled-run.ts';
import type { CampaignOutline, ClusterOutline } from '#domain/plan/outline-plan.ts';

const cluster = (name: string, over: Partial<ClusterOutline> = {}): ClusterOutline => ({
  name,
  resourceId: `/subscriptions/1/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/${name}`,
  digest: 'd',
  versions: [],
  blocked: [],
  pools: 0,
  nodes: 0,
  surge: 0,
  ...over,
});
const held = cluster('aks-held', { blocked: ['blocked by its tag drydock-hold'] });
const old = cluster('aks-old', { pools: 1, nodes: 3, surge: 1 });

const scheduledRun = (clusters: readonly ClusterOutline[], ...blocked: readonly string[]) => {
  const stage = { name: 'test', gates: [], soak: '0s', window: 'always', clusters };
  const outline: CampaignOutline = { digest: 'd', target: 'newest node images', blocked, stages: [stage] };
  return describeIdleScheduledRun({ date: '2026-11-27' }, outline);
};

describe('a scheduled run that starts no campaign', () => {
  it('is none where a cluster has something to do, whatever holds the others', () => {
    expect(scheduledRun([old, held])).toBeNull();
  });

  it('is Completed where all is current', () => {
    expect(scheduledRun([cluster('aks-a'), cluster('aks-b')])).toMatchObject({
      campaign: null,
      phase: 'Completed',
      reason: 'nothing to change',
      clusters: { total: 2, done: 2, failed: 0, aborted: 0, deferred: 0 },
    });
  });

  it('is Skipped where clusters are blocked, and names them', () => {
    expect(scheduledRun([held, cluster('aks-b')], 'nothing can be done')).toMatchObject({
      phase: 'Skipped',
      clusters: { total: 2, done: 1, failed: 0, aborted: 0, deferred: 1 },
      deferrals: [{ cluster: 'aks-held', reason: 'blocked by its tag drydock-hold' }],
    });
  });

  it.each([
    ['nothing is selected', [], 'the campaign selects no cluster at all'],
    ['the selection surprises', [old], 'stage test selects 1 cluster, at least 2 expected'],
    ['the selection surprises and all is current', [cluster('aks-a')], 'stage test selects 1 cluster'],
  ])('is Failed, for a person to fix it, where %s', (_, clusters, because) => {
    expect(scheduledRun(clusters, because)).toMatchObject({
      phase: 'Failed',
      reason: `the plan is blocked: ${because}`,
    });
  });
});
