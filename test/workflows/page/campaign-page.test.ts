import { describe, expect, it } from 'vitest';
import type { CampaignOutline } from '#domain/plan/outline-plan.ts';
import type { CampaignStatus, ClusterStatus, Decision, WaitingFor } from '#domain/status/status.ts';
import { campaignPage } from '#workflows/page/campaign-page.ts';

const at = '2026-11-20T10:42:33.900Z';
const digest = `sha256:${'ab'.repeat(32)}`;

function aStatus(over: Partial<CampaignStatus> = {}): CampaignStatus {
  return {
    kind: 'CampaignStatus',
    name: 'k8s-1-34',
    phase: 'Running',
    reason: null,
    planDigest: digest,
    target: '1.34.1',
    startedAt: at,
    updatedAt: at,
    finishedAt: null,
    window: null,
    progress: {
      clusters: { done: 1, total: 4 },
      pools: { done: 0, total: 0 },
      nodes: { done: 0, total: 0 },
      failed: 0,
    },
    waitingFor: [],
    stages: [],
    decisions: [],
    notRestored: [],
    incomplete: null,
    pace: null,
    links: { ui: null },
    ...over,
  };
}

function aCluster(over: Partial<ClusterStatus> = {}): ClusterStatus {
  const name = over.name ?? 'aks-pay';
  const resourceId = `/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/${name}`;
  return {
    name,
    resourceId,
    phase: 'NotStarted',
    reason: null,
    startedAt: null,
    finishedAt: null,
    steps: [],
    ...over,
  };
}

function stageOf(clusters: readonly ClusterStatus[], name = 'production') {
  return { name, phase: 'Running', clusters } as const;
}

const atGate: WaitingFor = {
  kind: 'gate',
  name: 'test',
  since: at,
  until: null,
  act: 'drydock approve k8s-1-34 --gate test --reason TEXT',
};

const agreed: CampaignOutline = {
  digest,
  target: '1.34.1',
  blocked: [],
  stages: [{ name: 'test', clusters: [], gates: [], soak: '12h', window: 'Sat 22:00 for 6h Europe/Berlin' }],
};

/** The updates that a page offers, as the UI's dialog would read them. */
function updatesOf(page: string): readonly unknown[] {
  return [...page.matchAll(/```json\n(.*?)\n```/gs)].map(([, json]) => JSON.parse(json!) as unknown);
}

describe('the page of a campaign', () => {
  it('mentions no operator where none is needed', () => {
    expect(campaignPage(aStatus())).not.toContain('Needs you');
  });

  it.each<readonly [string, Partial<CampaignStatus>, object]>([
    ['a gate', { waitingFor: [atGate] }, { gate: 'test', digest }],
    ['a pause', { waitingFor: [{ ...atGate, kind: 'paused' }] }, {}],
    [
      'a cluster that failed',
      { stages: [stageOf([aCluster({ phase: 'NeedsDecision' })])] },
      { target: 'cluster/aks-pay' },
    ],
  ])('offers for %s the very update that answers it', (_, over, fields) => {
    const page = campaignPage(aStatus(over));
    expect(updatesOf(page)).toStrictEqual([{ ...fields, by: 'YOUR NAME', reason: 'WHY' }]);
  });

  it('says until when it waits where that is known', () => {
    const soak: WaitingFor = { ...atGate, kind: 'soak', until: at, act: 'continues automatically' };
    expect(campaignPage(aStatus({ waitingFor: [soak] }))).toContain(
      'soak of test until 2026-11-20 10:42 UTC; continues automatically',
    );
  });

  it('names the clusters that are under way, and why others did not go well', () => {
    const page = campaignPage(
      aStatus({
        stages: [
          stageOf([
            aCluster({ name: 'aks-a', phase: 'Running' }),
            aCluster({ name: 'aks-b', phase: 'Failed', reason: 'no quota | left' }),
            aCluster({ name: 'aks-c', phase: 'Completed' }),
          ]),
        ],
      }),
    );
    const cells = page.split('\n').map((line) => line.replaceAll('\u2003', ''));
    expect(cells).toContain('| production | ◌ Running | 1 of 3 | aks-a |');
    expect(cells).toContain('| aks-b | ✖ Failed | no quota \\| left |');
  });

  it('says of a simulated clock how fast it runs', () => {
    expect(campaignPage(aStatus({ pace: { speed: 900 } }))).toContain('900 times real speed');
    expect(campaignPage(aStatus())).not.toContain('real speed');
  });

  it('of a new run says what was agreed at the start, which Temporal keeps with the first run alone', () => {
    const start: Decision = {
      at,
      by: 'alice',
      verb: 'start',
      target: 'campaign',
      reason: 'CHG0041',
      identity: 'claimed',
    };
    const page = campaignPage(aStatus({ decisions: [start] }), agreed);
    expect(page).toContain(`Plan \`${digest}\`, started by alice: CHG0041`);
    expect(page.replaceAll('\u2003', '')).toContain('| test | 12h | Sat 22:00 for 6h Europe/Berlin |');
    expect(campaignPage(aStatus({ decisions: [start] }))).not.toContain(digest);
  });

  it('keeps its first things within 8 KiB, whatever happens to 500 clusters', () => {
    const page = campaignPage(theWorst(), agreed);
    expect(page).toContain(digest);
    expect(Buffer.byteLength(page)).toBeLessThan(8_192);
    expect(updatesOf(page)).toHaveLength(3);
    expect(page).toContain('More than fits here');
  });
});

/** Ten stages of fifty clusters with the longest names, half of them failed, all talkative. */
function theWorst(): CampaignStatus {
  const long = 'Cannot evict pod payments/api-7c9f: it would violate its budget. '.repeat(20);
  const stages = Array.from({ length: 10 }, (_, stage) =>
    stageOf(
      Array.from({ length: 50 }, (_, index) =>
        aCluster({
          name: `aks-${stage}-${index}-`.padEnd(63, 'x'),
          phase: index % 2 === 0 ? 'Running' : 'NeedsDecision',
          reason: long,
        }),
      ),
      `stage-${stage}-`.padEnd(40, 'y'),
    ),
  );
  const decision: Decision = {
    at,
    by: 'somebody.with.a.long.name@a-company.example',
    verb: 'retry',
    target: `cluster/${'z'.repeat(63)}`,
    reason: long,
    identity: 'claimed',
  };
  const notRestored = {
    cluster: 'z'.repeat(63),
    pool: 'np1',
    setting: 'maxSurge',
    value: '10%',
    command: `az aks nodepool update --subscription 00000000-0000-0000-0000-00000000000a --resource-group ${'g'.repeat(60)} --cluster-name ${'z'.repeat(63)} --name np1 --max-surge 10%`,
  };
  return aStatus({
    name: 'n'.repeat(60),
    reason: long,
    pace: { speed: 900 },
    stages,
    waitingFor: [atGate, { ...atGate, kind: 'paused' }],
    decisions: Array.from({ length: 50 }, () => decision),
    notRestored: Array.from({ length: 500 }, () => notRestored),
  });
}
