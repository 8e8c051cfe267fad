import { describe, expect, it } from 'vitest';
import { withClusterWaits } from '#cli/temporal/cluster-waits.ts';
import { resourceKey } from '#domain/fleet/ids.ts';
import { outlinePlan } from '#domain/plan/outline-plan.ts';
import { planCampaign } from '#domain/plan/plan-campaign.ts';
import { composeStatus } from '#domain/status/compose-status.ts';
import type { Phase, WaitKind } from '#domain/status/status.ts';
import { aCampaign } from '../../builders/a-campaign.ts';
import { aCampaignStatus, aClusterReport, aClusterStatus } from '../../builders/a-campaign-status.ts';
import { aCluster } from '../../builders/a-cluster.ts';
import { aFleet } from '../../builders/a-fleet.ts';

const since = '2026-11-20T08:00:00Z';
const clusters = [aCluster({ name: 'aks-a' }), aCluster({ name: 'aks-b' })];
const plan = planCampaign({ campaign: aCampaign(), specDigest: '', fleet: aFleet(clusters), now: 0 });

interface AtWork {
  readonly phase: Phase;
  readonly waitingFor: WaitKind | null;
}

const running: AtWork = { phase: 'Running', waitingFor: null };
const waits = (waitingFor: WaitKind, phase: Phase = 'Waiting'): AtWork => ({ phase, waitingFor });

/** As `status` says it: by what the clusters report. */
function shown(campaign: Phase, atWork: readonly AtWork[]): Phase {
  const lines = clusters
    .slice(0, atWork.length)
    .map((cluster) => aClusterStatus({ ...cluster, phase: 'Running', startedAt: since }));
  const reports = atWork.map(({ phase, waitingFor }, index) => {
    const { resourceId, name } = clusters[index]!;
    const wait = { name, since, until: null, act: '' };
    const waiting = waitingFor === null ? [] : [{ ...wait, kind: waitingFor }];
    return [resourceKey(resourceId), aClusterReport({ resourceId, phase, waitingFor: waiting })] as const;
  });
  return composeStatus({
    campaign: aCampaignStatus(plan, {
      phase: campaign,
      stages: [{ name: 'all', phase: 'Running', clusters: lines }],
    }),
    outline: outlinePlan(plan),
    reports: new Map(reports),
    progress: new Map(),
    troubles: new Map(),
  }).phase;
}

/** As `list` says it: by what the clusters publish, which of a soak is nothing. */
function listed(phase: Phase, atWork: readonly AtWork[], finishedAt: string | null = null) {
  const row = {
    name: 'k8s-1-34',
    phase,
    execution: 'RUNNING',
    target: null,
    stage: 'all',
    waitingFor: null,
    needsAttention: false,
    failed: 0,
    startedAt: since,
    finishedAt,
    updatedAt: '2026-11-20T12:00:00Z',
    pace: null,
  };
  const published = atWork.map((cluster) => (cluster.waitingFor === 'soak' ? running : cluster));
  return withClusterWaits(
    row,
    published.map((cluster) => ({
      ...cluster,
      campaign: row.name,
      needsAttention: cluster.waitingFor === 'drain',
    })),
  );
}

describe('the state that list says', () => {
  it.each<[string, readonly AtWork[], Phase, string | null, Phase?]>([
    ['its cluster runs', [running], 'Running', null],
    ['its cluster waits for its window', [waits('window')], 'Waiting', 'window'],
    ['its cluster is frozen', [waits('freeze')], 'Waiting', 'freeze'],
    ['its cluster waits for another operation', [waits('lock')], 'Waiting', 'lock'],
    [
      'its clusters wait, each for something else',
      [waits('window'), waits('freeze')],
      'Waiting',
      'window, freeze',
    ],
    ['one of its clusters runs', [waits('window'), running], 'Running', 'window'],
    ['its cluster soaks between two pools', [waits('soak')], 'Running', null],
    ['a drain is blocked', [waits('drain', 'Running')], 'Running', 'drain'],
    ['its clusters have not begun', [], 'Running', null],
    ['it waits at a gate', [], 'Waiting', null, 'Waiting'],
    ['its cluster is paused', [waits('paused', 'Paused')], 'Paused', 'paused', 'Paused'],
    [
      'a cluster needs a decision',
      [waits('decision', 'NeedsDecision')],
      'NeedsDecision',
      'decision',
      'NeedsDecision',
    ],
  ])('is that of status where %s', (_, atWork, phase, waitingFor, published = 'Running') => {
    expect(shown(published, atWork)).toBe(phase);
    expect(listed(published, atWork)).toMatchObject({ phase, waitingFor });
  });

  it('asks for attention where a drain is blocked, and says nothing of clusters of one that is over', () => {
    expect(listed('Running', [waits('drain', 'Running')]).needsAttention).toBe(true);
    expect(listed('Aborted', [waits('drain', 'Running')], since)).toMatchObject({
      needsAttention: false,
      waitingFor: null,
    });
  });
});
