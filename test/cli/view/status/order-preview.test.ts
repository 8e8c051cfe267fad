import { describe, expect, it } from 'vitest';
import { gatePreview, targetPreview } from '#cli/view/status/order-preview.ts';
import type { CampaignOutline } from '#domain/plan/outline-plan.ts';
import { answersToDecision, answersToGate } from '#domain/status/actions.ts';
import type { ClusterStatus } from '#domain/status/status.ts';
import { aClusterStatus } from '../../../builders/a-campaign-status.ts';
import { halfWay, step } from './a-status.ts';

const since = '2026-11-21T01:36:00Z';
const cluster = (name: string, over: Partial<ClusterStatus> = {}): ClusterStatus => ({
  ...aClusterStatus({ name, resourceId: `/subscriptions/s/${name}` }),
  ...over,
});
const done = cluster('aks-fine', {
  phase: 'Completed',
  steps: [step({ name: 'np1', phase: 'Completed' })],
  preExistingIssues: { count: 1, first: ['pod a/b is not Ready'] },
});
const skipped = cluster('aks-busy', {
  phase: 'Skipped',
  reason: 'skipped by bob: later',
  steps: [step({ name: 'np1', phase: 'Failed', detail: '1 of 3 nodes is not Ready' })],
});
const approvals = { quorum: 2, approvedBy: ['anna'], from: ['bob'], except: ['alice', 'anna'] };
const rejecters = { from: ['anna', 'bob'], except: ['alice'] };
const gate = {
  kind: 'gate',
  name: 'test',
  since,
  until: null,
  act: '',
  approvals,
  actions: answersToGate('k8s-1-34', 'test', { approvals, rejecters }),
} as const;
const status = halfWay({
  stages: [
    { name: 'test', phase: 'CompletedWithFailures', clusters: [done, skipped] },
    { name: 'production', phase: 'NotStarted', clusters: [cluster('aks-pay')] },
  ],
  waitingFor: [gate],
});
const outline = {
  name: 'aks-pay',
  versions: ['1.34.1'],
  blocked: [],
  pools: 2,
  nodes: 5,
  surge: 2,
};
const plan = {
  stages: [
    { name: 'test', clusters: [], gates: [], soak: '0s', window: 'always' },
    {
      name: 'production',
      clusters: [outline],
      gates: [],
      soak: '0s',
      window: 'Sat 22:00-04:00 Europe/Berlin',
    },
  ],
} as object as CampaignOutline;
const reading = { status, plan, width: 300 };

describe('what is shown before a gate is decided', () => {
  it('approve: what the stage came to, its findings, what comes next, and what the approval does', () => {
    expect(`\n${gatePreview('test', 'approve', reading)}\n`).toBe(`
Stage test: 1 of 2 clusters completed
  aks-busy   Skipped     skipped by bob: later
    np1 Failed: 1 of 3 nodes is not Ready
  aks-fine   Completed   1.33.5 -> 1.34.1
Health:
  aks-fine: 1 pre-existing issue (not blocking): pod a/b is not Ready
Security: not audited
Not retried by this campaign once it is approved (aks-busy)
Approvals: gate test (1 of 2 approvals, by anna; 1 more needed, of bob)
Next:
  Stage production: 1 cluster, window Sat 22:00-04:00 Europe/Berlin
    aks-pay   to 1.34.1, 2 pools, 5 nodes, surge 2
Plan sha256:9f2c
Consequence: starts the next stage
`);
  });

  it('reject: which clusters are not upgraded then, and that one rejection is enough', () => {
    const text = gatePreview('test', 'reject', reading);
    expect(text).toContain('Not upgraded then: 1 cluster (aks-pay)');
    expect(text).toContain('Consequence: ends the campaign for good; one rejection is enough');
    expect(text).not.toContain('Next:');
  });

  it('nothing where the campaign does not wait at that gate', () => {
    expect(gatePreview('production', 'approve', reading)).toBeNull();
    expect(gatePreview('test', 'approve', { ...reading, status: { ...status, waitingFor: [] } })).toBeNull();
  });

  it('of 300 clusters what did not complete comes first, and the rest is a command', () => {
    const many = Array.from({ length: 300 }, (_each, index) =>
      cluster(`aks-${index}`, { phase: 'Completed' }),
    );
    const stages = [{ name: 'test', phase: 'Running' as const, clusters: [...many, skipped] }];
    const lines = gatePreview('test', 'approve', { ...reading, status: { ...status, stages } })?.split('\n');
    expect(lines?.slice(0, 2)).toEqual([
      'Stage test: 300 of 301 clusters completed',
      expect.stringMatching(/^ {2}aks-busy +Skipped/),
    ]);
    expect(lines).toContain('  and 282 more lines: drydock describe k8s-1-34');
  });
});

describe('what is shown before a skip or a rollback', () => {
  const asking = cluster('aks-pay', {
    phase: 'NeedsDecision',
    reason: '1 of 3 nodes is not Ready',
    steps: [
      step({ name: 'control plane', phase: 'Completed' }),
      step({
        name: 'np1',
        phase: 'NeedsDecision',
        end: 'NodesNotReady',
        startedAt: since,
        nodes: { done: 1, total: 3 },
        rollbackOffer: {
          version: '1.33.5',
          nodeImageVersion: '',
          until: '2026-11-22T01:48:00Z',
          because: null,
        },
      }),
    ],
  });
  const actions = answersToDecision({
    campaign: 'k8s-1-34',
    cluster: 'aks-pay',
    pool: 'np1',
    mayRollBack: true,
  });
  const waitingFor = [{ kind: 'decision', name: 'aks-pay', since, until: null, act: '', actions } as const];
  const asked = { ...reading, status: { ...status, waitingFor } };

  it('a rollback: what goes back from where to where, how long it is possible, and what it does', () => {
    const order = { verb: 'rollback', target: 'pool/aks-pay/np1' } as const;
    expect(`\n${targetPreview(order, { clusters: [asking], pool: 'np1' }, asked)}\n`).toBe(`
Roll back pool/aks-pay/np1:
  aks-pay   NeedsDecision   1 of 3 nodes is not Ready
    np1   1.34.1 -> 1.33.5   NodesNotReady   possible for 1d
Consequence: rolls np1 back, where AKS still allows it; the cluster then ends as RolledBack, its later node pools untouched
`);
  });

  it('a rollback of a cluster: each pool that the campaign has changed, the last first, and which are healthy', () => {
    const image = (day: string) => `AKSUbuntu-2204gen2containerd-${day}`;
    const begun = { startedAt: since, phase: 'Completed' } as const;
    const steps = [
      step({ name: 'control plane', ...begun }),
      step({ name: 'system', from: '1.32.9', to: '1.33.5', ...begun }),
      step({
        name: 'system',
        ...begun,
        rollbackOffer: {
          version: '1.33.5',
          nodeImageVersion: image('202509.23.0'),
          until: '2026-11-22T01:48:00Z',
          because: null,
        },
      }),
      step({
        name: 'np1',
        ...begun,
        version: '1.33.5',
        from: image('202509.23.0'),
        to: image('202511.03.0'),
        rollbackOffer: { version: '1.33.5', nodeImageVersion: '', until: since, because: null },
      }),
      step({ name: 'np2', ...begun, phase: 'Running' }),
      step({ name: 'np3' }),
      step({ name: 'np4', ...begun, to: '1.33.5' }),
    ];
    const order = { verb: 'rollback', target: 'cluster/aks-pay' } as const;
    const running = cluster('aks-pay', { phase: 'Running', startedAt: since, steps });
    const of = (some: ClusterStatus) => targetPreview(order, { clusters: [some], pool: null }, reading);
    expect(`\n${of(running)}\n`).toBe(`
Roll back cluster/aks-pay:
  aks-pay   Running   pool 4 of 6
    np2      1.34.1 -> 1.33.5                      Running
    np1      image 202511.03.0 -> 202509.23.0      healthy (Completed)   no longer possible
    system   1.34.1 -> 1.33.5, image 202509.23.0   healthy (Completed)   possible for 1d
    healthy, and rolled back nevertheless: np1, system
Consequence: what runs in Azure is aborted, then node pools are rolled back where AKS still allows it; the cluster ends as RolledBack, its later node pools untouched
`);
    expect(of({ ...running, steps: steps.slice(0, 1) })).toContain(
      'nothing: the campaign has not upgraded it',
    );
    expect(of({ ...running, steps: [] })).toContain('unknown: aks-pay has not reported its node pools');
  });

  it('the consequence of a skip of what was not asked about', () => {
    const order = { verb: 'skip', target: 'stage/production' } as const;
    const text = targetPreview(order, { clusters: [cluster('aks-pay')], pool: null }, reading);
    expect(text).toContain('aks-pay   NotStarted');
    expect(text).toContain('Consequence: the campaign does not upgrade it, unless a retry');
  });
});
