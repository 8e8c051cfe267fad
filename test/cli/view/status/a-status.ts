import type { CampaignStatus, ClusterStatus, StepStatus } from '#domain/status/status.ts';

/** A step that has not begun. */
export function step(over: Partial<StepStatus> & Pick<StepStatus, 'name'>): StepStatus {
  return {
    pool: /control plane|channel/.test(over.name) ? null : over.name,
    phase: 'NotStarted',
    from: '1.33.5',
    to: '1.34.1',
    startedAt: null,
    finishedAt: null,
    detail: null,
    nodes: { done: 0, total: 0 },
    blockedBy: null,
    ...over,
  };
}

/** A cluster that has not begun. */
function cluster(over: Partial<ClusterStatus> & Pick<ClusterStatus, 'name'>): ClusterStatus {
  return {
    resourceId: `/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/${over.name}`,
    phase: 'NotStarted',
    reason: null,
    startedAt: null,
    finishedAt: null,
    steps: [step({ name: 'control plane' }), step({ name: 'system' })],
    ...over,
  };
}

/** The picture of docs/cli.md: the test stage is done, production is at its second cluster. */
export function halfWay(over: Partial<CampaignStatus> = {}): CampaignStatus {
  return {
    kind: 'CampaignStatus',
    name: 'k8s-1-34',
    phase: 'Running',
    reason: null,
    planDigest: 'sha256:9f2c',
    target: '1.34.1',
    startedAt: '2026-11-18T22:48:00Z',
    updatedAt: '2026-11-21T01:48:00Z',
    finishedAt: null,
    window: {
      opensAt: '2026-11-20T21:00:00Z',
      closesAt: '2026-11-21T03:00:00Z',
      timezone: 'Europe/Berlin',
    },
    progress: {
      clusters: { done: 2, total: 3 },
      pools: { done: 4, total: 7 },
      nodes: { done: 17, total: 31 },
      failed: 0,
    },
    waitingFor: [],
    stages: [
      {
        name: 'test',
        phase: 'Completed',
        clusters: [cluster({ name: 'aks-test-weu', phase: 'Completed', startedAt: '2026-11-18T22:50:00Z' })],
      },
      {
        name: 'production',
        phase: 'Running',
        clusters: [
          cluster({ name: 'aks-shop-weu', phase: 'Completed', startedAt: '2026-11-21T01:07:00Z' }),
          cluster({
            name: 'aks-pay-weu',
            phase: 'Running',
            startedAt: '2026-11-21T01:36:00Z',
            steps: [
              step({ name: 'control plane', phase: 'Completed', startedAt: '2026-11-21T01:37:00Z' }),
              step({
                name: 'system',
                phase: 'Completed',
                startedAt: '2026-11-21T01:41:00Z',
                nodes: { done: 3, total: 3 },
              }),
              step({
                name: 'np1',
                phase: 'Running',
                startedAt: '2026-11-21T01:45:00Z',
                nodes: { done: 4, total: 9 },
                nodeSteps: {
                  counts: { waiting: 4, done: 3, draining: 1, reimaging: 1, surge: 1 },
                  atWork: [
                    {
                      node: 'aks-np1-29346120-vmss000004',
                      step: 'draining',
                      podsLeft: 2,
                      since: null,
                      blocker: null,
                    },
                  ],
                },
                blockedBy:
                  'pdb payments/api: pod payments/api-1 of Deployment payments/api on aks-np1-29346120-vmss000004, for 2m',
              }),
              step({ name: 'win22' }),
            ],
          }),
        ],
      },
    ],
    decisions: [
      {
        at: '2026-11-20T20:00:00Z',
        by: 'oncall',
        verb: 'approve',
        target: 'gate/test',
        reason: 'CHG0041',
        identity: 'claimed',
      },
    ],
    notRestored: [],
    incomplete: null,
    pace: null,
    links: { ui: null },
    ...over,
  };
}

/** The stages of `halfWay`, every cluster changed. */
export function clustersWith(
  change: Partial<ClusterStatus> | ((cluster: ClusterStatus) => Partial<ClusterStatus>),
): CampaignStatus['stages'] {
  const of = typeof change === 'function' ? change : () => change;
  return halfWay().stages.map((stage) => ({
    ...stage,
    clusters: stage.clusters.map((each) => ({ ...each, ...of(each) })),
  }));
}
