import type { Campaign } from '#domain/campaign/campaign.ts';
import { type CampaignCluster, openCluster } from '#workflows/state/campaign-cluster.ts';
import type { CampaignRun } from '#workflows/state/campaign-run.ts';
import { aCampaign, aRing } from './a-campaign.ts';

const at = '2026-11-20T08:00:00Z';

/** A campaign in its first stage, "test", with "production" to follow; without clusters. */
export function aCampaignRun(over: Partial<CampaignRun> = {}, campaign: Partial<Campaign> = {}): CampaignRun {
  const stages = [aRing('test'), aRing('production')];
  return {
    input: {
      campaign: aCampaign({ stages, ...campaign }),
      specDigest: 'sha256:1',
      planDigest: 'sha256:1',
      planned: { target: '1.34.1', clusters: 3, pools: 4, nodes: 31 },
      startedBy: 'alice',
      reason: 'a test',
      pace: null,
      tuning: {
        readTimeoutMs: 1,
        beginTimeoutMs: 1,
        watchHeartbeatMs: 1,
        probeTimeoutMs: 1,
        retryInitialMs: 1,
        retryMaxMs: 1,
        pollMs: 1,
        pollFloorMs: 1,
        settleMs: 1,
        continueAfterEvents: 1,
      },
      carried: null,
    },
    clock: { now: () => Date.parse(at), iso: () => at, waitUntil: () => Promise.resolve('elapsed') },
    startedAt: at,
    startedBy: 'alice',
    deadline: 0,
    plan: { digest: 'sha256:1', target: '1.34.1', blocked: [], stages: [] },
    clusters: [],
    stage: 'test',
    stageIsOpen: true,
    waitingFor: null,
    paused: null,
    ruleBeneath: null,
    failures: new Set(),
    acceptedFailures: new Set(),
    pauseEndsWith: { continued: [], calledOff: [] },
    aborted: null,
    timedOut: false,
    deferredToNextRun: null,
    promoted: false,
    tested: undefined,
    soaks: [],
    soakedImages: [],
    gate: null,
    gateDecision: null,
    decisions: [],
    journal: [],
    notRestored: [],
    result: null,
    ...over,
  };
}

const begun = { startedAt: at, finishedAt: null } as const;
const done = { startedAt: at, finishedAt: at } as const;

/** One cluster of the campaign; its times follow from its phase. "GROUP/NAME": its name is not unique. */
export function aCampaignCluster(name: string, over: Partial<CampaignCluster> = {}): CampaignCluster {
  const { phase = 'NotStarted' } = over;
  const times = phase === 'NotStarted' ? {} : phase === 'Running' || phase === 'NeedsDecision' ? begun : done;
  const [own, group = 'rg'] = name.split('/').toReversed();
  const plan = {
    name,
    resourceId: `/subscriptions/1/resourceGroups/${group}/providers/Microsoft.ContainerService/managedClusters/${own}`,
    digest: 'sha256:2',
    versions: ['1.34.1'],
    blocked: [],
    pools: 1,
    nodes: 1,
    surge: 1,
  };
  return { ...openCluster(plan, 'test'), phase, reason: null, ...times, ...over };
}
