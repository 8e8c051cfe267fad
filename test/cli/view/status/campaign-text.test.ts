import { describe, expect, it } from 'vitest';
import { campaignText } from '#cli/view/status/campaign-text.ts';
import { statusTree } from '#cli/view/status/status-tree.ts';
import type { CampaignOutline, ClusterOutline } from '#domain/plan/outline-plan.ts';
import type { CampaignStatus, StepStatus } from '#domain/status/status.ts';
import { repetitions } from '../repetitions.ts';
import { withoutColour } from '../terminal/without-colour.ts';
import { halfWay, step } from './a-status.ts';

const cluster = (name: string, over: Partial<ClusterOutline> = {}): ClusterOutline => ({
  name,
  resourceId: name,
  digest: 'sha256:00',
  versions: ['1.34.1'],
  blocked: [],
  pools: 2,
  nodes: 5,
  surge: 2,
  ...over,
});

const plan: CampaignOutline = {
  digest: 'sha256:9f2c',
  target: '1.34.1',
  blocked: [],
  stages: [
    {
      name: 'test',
      clusters: [cluster('aks-test-weu')],
      gates: [{ name: 'test', approvers: ['oncall'], quorum: 1, expires: '72h', onExpiry: 'Pause' }],
      soak: '12h',
      window: 'always',
    },
    {
      name: 'production',
      clusters: [
        cluster('a', { versions: ['1.33.7', '1.34.1'], pools: 1 }),
        cluster('b', {}),
        cluster('aks-shop', { blocked: ['it is stopped'] }),
        cluster('c', { versions: [], pools: 0 }),
      ],
      gates: [],
      soak: '0s',
      window: 'Sat 22:00-04:00 Europe/Berlin',
    },
  ],
};

const draw = (status: CampaignStatus, known: CampaignOutline | null = plan, now = status.updatedAt) => {
  const input = {
    status,
    plan: known,
    namespace: 'default',
    timeZone: 'Europe/Berlin',
    palette: withoutColour,
    now: Date.parse(now),
  };
  const text = campaignText(input);
  expect(repetitions(text.replace(/^[│├└─ ]+/gm, ''))).toEqual([]);
  expect(text.startsWith(statusTree(input))).toBe(true);
  return text.slice(statusTree(input).length).trimStart();
};

describe('the description of a campaign', () => {
  it('claims nothing of decisions and settings while only the server answers', () => {
    const text = draw(halfWay({ incomplete: 'No worker answers.', stages: [], decisions: [] }), null);
    expect(text).toMatch(/^Decisions\n {2}unknown\n\nNot restored\n {2}unknown\n/);
  });

  it('says of a campaign that is over how long the rollback of each pool stays open, by the time at which somebody looks', () => {
    const [stage] = halfWay().stages;
    const back = { version: '1.33.5', nodeImageVersion: 'i', because: null };
    const pool = (name: string, over: Partial<StepStatus>) =>
      step({
        name,
        phase: 'Completed',
        startedAt: '2026-11-20T20:00:00Z',
        nodes: { done: 3, total: 3 },
        ...over,
      });
    const steps = [
      step({ name: 'control plane', phase: 'Completed', startedAt: '2026-11-20T19:00:00Z' }),
      pool('system', {
        from: '1.32.9',
        to: '1.33.5',
        rollbackOffer: { ...back, until: null, because: 'the step to 1.34.1 closed it' },
      }),
      pool('system', { rollbackOffer: { ...back, until: '2026-11-27T20:00:00Z' } }),
      pool('np1', { rollbackOffer: { ...back, until: '2026-11-21T20:00:00Z' } }),
      pool('np2', {
        rollbackOffer: { ...back, until: null, because: 'the automatic upgrade channel is stable' },
      }),
      step({ name: 'np3', phase: 'Skipped' }),
      pool('np4', { phase: 'RolledBack', nodes: { done: 0, total: 3 } }),
      pool('np5', { phase: 'Failed', nodes: { done: 1, total: 3 } }),
    ];
    const stages = [{ ...stage!, clusters: [{ ...stage!.clusters[0]!, name: 'aks-a', steps }] }];
    expect(draw(halfWay({ stages }), null, '2026-11-23T20:00:00Z').split('\n\n', 1)[0]).toBe(
      [
        'Node pools',
        '  aks-a/system   ✔ Completed    1.33.5 -> 1.34.1   3/3 nodes   rollback to 1.33.5 possible until Fri 2026-11-27 21:00 CET (4d left): az aks nodepool rollback --subscription s -g rg --cluster-name aks-test-weu -n system',
        '  aks-a/np1      ✔ Completed    1.33.5 -> 1.34.1   3/3 nodes   rollback to 1.33.5 expired Sat 2026-11-21 21:00 CET',
        '  aks-a/np2      ✔ Completed    1.33.5 -> 1.34.1   3/3 nodes   no rollback: the automatic upgrade channel is stable',
        '  aks-a/np4      ↶ RolledBack   1.33.5             0/3 nodes',
        '  aks-a/np5      ✖ Failed       1.33.5 -> 1.34.1   1/3 nodes',
      ].join('\n'),
    );
  });

  it('shows the pools of a cluster under way, those to come too, with no command of Azure', () => {
    const [, production] = halfWay().stages;
    const [, pay] = production!.clusters;
    const offer = { version: '1.33.5', nodeImageVersion: 'i', until: '2026-11-27T20:00:00Z', because: null };
    const hop = { from: '1.32.9', to: '1.33.5' };
    const steps = pay!.steps.map((each) => ({
      ...each,
      ...(each.phase === 'Completed' || each.name === 'np1' ? { rollbackOffer: offer } : {}),
    }));
    const later = [step({ name: 'win22', ...hop }), ...steps];
    const stages = [{ ...production!, clusters: [{ ...pay!, steps: later }] }];
    expect(draw(halfWay({ stages }), null).split('\n\n', 1)[0]).toBe(
      [
        'Node pools',
        '  aks-pay-weu/system   ✔ Completed    1.33.5 -> 1.34.1   3/3 nodes   rollback to 1.33.5 possible until Fri 2026-11-27 21:00 CET (6d18h left)',
        '  aks-pay-weu/np1      ◌ Running      1.33.5 -> 1.34.1   4/9 nodes',
        '  aks-pay-weu/win22    • NotStarted   1.32.9 -> 1.33.5   0/0 nodes',
      ].join('\n'),
    );
  });

  it('tells the image of each pool of a campaign for images, with its age, how far it is behind, and what it was', () => {
    const [stage] = halfWay().stages;
    const images = {
      version: '1.33.5',
      from: 'AKSAzureLinux-V3gen2-202610.19.0',
      to: 'AKSAzureLinux-V3gen2-202611.02.0',
    };
    const steps = [
      step({ name: 'system', phase: 'Completed', detail: 'not run by stage test', ...images }),
      step({ name: 'np1', phase: 'Skipped', image: 'AKSAzureLinux-V3gen2-202609.20.0' }),
    ];
    const stages = [{ ...stage!, clusters: [{ ...stage!.clusters[0]!, name: 'aks-a', steps }] }];
    expect(draw(halfWay({ stages }))).toContain(
      [
        'Node images',
        '  aks-a/system   202611.02.0   19d old, current             was 202610.19.0, 33d old, 14d behind; not run by stage test',
        '  aks-a/np1      202609.20.0   62d old, 43d behind, stale',
      ].join('\n'),
    );
    expect(draw(halfWay())).not.toContain('Node images');
  });

  it('says of a plan of reboots that it is one, and what became of its pools', () => {
    const [stage] = plan.stages;
    const reboots = (pools: number, count: number) =>
      draw(halfWay(), {
        ...plan,
        stages: [{ ...stage!, clusters: [cluster('a', { versions: [], pools, reboots: count })] }],
      });
    expect(reboots(2, 2)).toContain('    a   reboots of nodes that require one, 2 pools, 5 nodes');
    expect(reboots(3, 2)).toContain('    a   to the newest node images, reboots in 2 pools, 3 pools');
    const pool = step({
      name: 'system',
      phase: 'Completed',
      startedAt: '2026-11-20T20:00:00Z',
      from: '1.33.5',
      to: '1.33.5',
      detail: '2 rebooted',
      nodes: { done: 2, total: 2 },
    });
    const [first] = halfWay().stages;
    const clusters = [{ ...first!.clusters[0]!, name: 'aks-a', steps: [pool] }];
    expect(draw(halfWay({ stages: [{ ...first!, clusters }] }))).toContain(
      '  aks-a/system   ✔ Completed   1.33.5   2/2 nodes   2 rebooted',
    );
  });

  it('adds who decided what, when and why, what was not restored, and the plan', () => {
    const left = {
      cluster: 'aks-pay-weu',
      pool: 'np1',
      setting: 'maxSurge',
      value: '1',
      condition: 'only once the pool is Succeeded',
      command: 'az aks nodepool update --max-surge 1',
    };
    expect(`\n${draw(halfWay({ notRestored: [left] }))}\n`).toBe(`
Node pools
  aks-pay-weu/system   ✔ Completed    1.33.5 -> 1.34.1   3/3 nodes
  aks-pay-weu/np1      ◌ Running      1.33.5 -> 1.34.1   4/9 nodes
  aks-pay-weu/win22    • NotStarted   1.33.5 -> 1.34.1   0/0 nodes

Decisions
  Fri 2026-11-20 21:00 CET   approve   gate/test   oncall (claimed)   CHG0041

Not restored
  aks-pay-weu/np1: maxSurge was 1
    only once the pool is Succeeded:
    az aks nodepool update --max-surge 1

Plan sha256:9f2c
  Stage test: 1 cluster, window always
    aks-test-weu   to 1.34.1, 2 pools, 5 nodes, surge 2
    then soak 12h, gate test (approval by oncall)
  Stage production: 4 clusters, window Sat 22:00-04:00 Europe/Berlin
    a          to 1.33.7, then 1.34.1, 1 pool, 5 nodes, surge 2
    b          to 1.34.1, 2 pools, 5 nodes, surge 2
    aks-shop   skipped: it is stopped
    c          nothing to change
`);
  });

  it('reports what was asked and done without a person between what people decided', () => {
    const asked = {
      at: '2026-11-20T19:00:00Z',
      what: 'asked',
      target: 'pool/a/np1',
      text: 'Go on?',
    } as const;
    const back = { ...asked, at: '2026-11-20T21:00:00Z', what: 'rolled-back', text: 'at 1.33.5' } as const;
    expect(`\n${draw(halfWay({ journal: [asked, back] }), null).split('\n\n')[1]}\n`).toBe(`
Decisions
  Fri 2026-11-20 20:00 CET   asked         pool/a/np1   Drydock            Go on?
  Fri 2026-11-20 21:00 CET   approve       gate/test    oncall (claimed)   CHG0041
  Fri 2026-11-20 22:00 CET   rolled back   pool/a/np1   Drydock            at 1.33.5
`);
  });

  it('says how far running operations continue in a pause', () => {
    const [approval] = halfWay({}).decisions;
    const pause = { ...approval!, verb: 'pause', level: 'cluster', target: 'campaign' } as const;
    expect(draw(halfWay({ decisions: [pause] }), null)).toContain('pause --at cluster   campaign');
  });

  it('says where there is nothing to show, or no worker answers', () => {
    expect(draw(halfWay({ decisions: [], stages: [] }), null)).toBe(
      'Decisions\n  none\n\nNot restored\n  none\n\nPlan sha256:9f2c\n  unknown',
    );
  });
});
