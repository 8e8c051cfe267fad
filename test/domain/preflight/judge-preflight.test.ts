import { describe, expect, it } from 'vitest';
import type { Cluster, NodePool } from '#domain/fleet/fleet.ts';
import type { KubernetesNode } from '#domain/fleet/kubernetes-node.ts';
import type { AdmissionWebhook } from '#domain/preflight/findings/preflight-readings.ts';
import { aPool, aWindowsPool } from '../../builders/a-cluster.ts';
import { aDrainBudget } from '../../builders/a-drain.ts';
import {
  aControlPlaneStep,
  aNode,
  aPoolStep,
  aWebhook,
  preflightFindings,
  told,
} from '../../builders/a-preflight-reading.ts';

const withNodes = (...over: readonly Partial<KubernetesNode>[]) =>
  told(
    preflightFindings({
      nodes: { value: over.map((each, index) => aNode({ name: `n${index + 1}`, ...each })) },
    }),
  );

describe('nodes', () => {
  it.each<[string, Partial<KubernetesNode>, RegExp]>([
    ['that are not ready block', { ready: false }, /^blocker .*1 of 2 nodes are not ready.*\(n1\)/],
    ['that are quarantined block', { quarantined: true, unschedulable: true }, /^blocker .*quarantined/],
    ['that are cordoned are warned of', { unschedulable: true }, /^warning .*cordoned/],
    ['of a pool that stays are warned of', { ready: false, pool: 'other' }, /^warning .*\/other: 1 of 1/],
    [
      'that are further behind than Azure says block the control plane',
      { kubeletVersion: 'v1.30.9' },
      /^blocker versionSkew .*1 of 2 nodes exceed the version skew of control plane 1\.34\.1: .*1\.30\.9/,
    ],
  ])('%s', (_what, over, sentence) => {
    expect(withNodes(over, {})).toEqual([expect.stringMatching(sentence)]);
  });

  it('that are as they should be are not spoken of', () => {
    expect(withNodes({}, {}, {})).toEqual([]);
  });
});

describe('webhooks that must answer', () => {
  const withWebhook = (over: Partial<AdmissionWebhook>) =>
    told(preflightFindings({ webhooks: { value: [aWebhook(over)] } }));

  it.each<[string, Partial<AdmissionWebhook>, RegExp]>([
    ['and do not: no eviction', {}, /^blocker .*no pod can be evicted; fix service guard\/guard/],
    ['and do not: no pod comes back', { asked: ['new pods', 'new nodes'] }, /no pod can be created, no node/],
    ['from a node that is going to be drained', { answering: ['n1'] }, /^warning .*while that pod moves/],
  ])('%s', (_what, over, sentence) => {
    expect(withWebhook(over)).toEqual([expect.stringMatching(sentence)]);
  });

  it.each<[string, Partial<AdmissionWebhook>]>([
    ['two pods answer', { answering: ['n1', 'n1'] }],
    ['its pod is on a node that stays', { answering: ['elsewhere'] }],
    ['it lives outside of the cluster', { service: null, answering: null }],
    ['who answers may not be read', { answering: null }],
  ])('are not spoken of where %s', (_what, over) => {
    expect(withWebhook(over)).toEqual([]);
  });
});

describe('support', () => {
  const at = (day: string, cluster: Partial<Cluster> = {}, steps = [aControlPlaneStep(), aPoolStep()]) =>
    told(
      preflightFindings(
        {},
        { now: Date.parse(`${day}T00:00:00Z`), cluster, steps, policy: { versionSkew: 'Ignore' } },
      ),
    );

  it.each<[string, string, Partial<Cluster>, RegExp]>([
    [
      'of the target that ends within 60 days',
      '2026-10-20',
      {},
      /1\.34\.1 will soon be out of support: .*end of 2026-11/,
    ],
    ['of the target that is over', '2026-12-01', {}, /1\.34\.1 is out of support/],
  ])('%s', (_what, day, cluster, sentence) => {
    expect(at(day, cluster)).toEqual([expect.stringMatching(sentence)]);
  });

  it.each<[string, string, NodePool, RegExp]>([
    [
      'Windows Server',
      '2028-01-15',
      aWindowsPool({ name: 'p' }),
      /Windows Server 2022 will soon be out of support: .*2028-06-30.*2029-06-30.*\(p\)/,
    ],
    [
      'a Linux that its pool keeps to',
      '2027-07-01',
      aPool({ name: 'p', osSKU: 'Ubuntu2204' }),
      /Ubuntu 22\.04 is out of support: .*2027-06-30.*\(p\).*--os-sku/,
    ],
  ])(
    'of %s that ends, for the pools that are upgraded, half a year before',
    (_system, day, pool, sentence) => {
      const steps = [aPoolStep({ pool: 'p', to: '1.39.0' })];
      expect(at(day, { pools: [aPool(), aWindowsPool(), pool] }, steps)).toEqual([
        expect.stringMatching(sentence),
      ]);
    },
  );

  it('of a system that its pool does not keep to is not spoken of', () => {
    const steps = [aPoolStep({ pool: 'p', to: '1.39.0' })];
    expect(at('2029-01-01', { pools: [aPool({ name: 'p', osSKU: 'Ubuntu' })] }, steps)).toEqual([]);
  });

  it.each<[string, string, Partial<Cluster>]>([
    ['that lasts longer', '2026-09-01', {}],
    ['that is long-term', '2026-12-01', { supportPlan: 'AKSLongTermSupport' }],
  ])('%s is not spoken of', (_what, day, cluster) => {
    expect(at(day, cluster)).toEqual([]);
  });

  it('of a version that the calendar does not know is not spoken of', () => {
    expect(at('2040-01-01', {}, [aControlPlaneStep({ to: '1.60.0' })])).toEqual([]);
  });
});

describe('what could not be read', () => {
  const refused = (permission: string, why = 'pods is forbidden') => ({
    unread: { why, permission },
  });

  it('is unknown, blocks nothing, and names the right that is missing', () => {
    expect(told(preflightFindings({ pods: refused('list pods') }))).toEqual([
      'unknown drainBlockers aks-one-weu: unknown: pods: pods is forbidden; required: list pods',
    ]);
  });

  it('for one and the same reason is said once', () => {
    const deaf = refused('a way to its API server', 'no answer');
    const all = { nodes: deaf, pods: deaf, budgets: deaf, replicas: deaf, webhooks: deaf };
    expect(told(preflightFindings(all))).toEqual([
      expect.stringMatching(
        /unknown: nodes, pods, disruption budgets, workloads, admission webhooks: no answer/,
      ),
    ]);
  });

  it('of Azure is said likewise', () => {
    const cores = refused('Microsoft.Compute/locations/usages/read', 'no right');
    const subnets = new Map([
      ['/x/subnets/nodes', refused('Microsoft.Network/virtualNetworks/subnets/read', 'no right')],
    ]);
    expect(told(preflightFindings({ cores, subnets }))).toEqual([
      expect.stringMatching(/the quota: no right; required: Microsoft\.Compute/),
      expect.stringMatching(/subnet nodes: no right; required: Microsoft\.Network/),
    ]);
  });

  it('does not hide what could be: budgets are judged without the replicas behind them', () => {
    const budgets = { value: [aDrainBudget({ maxUnavailable: 0 })] };
    expect(
      preflightFindings({ budgets, replicas: refused('list deployments') }).map(({ level }) => level),
    ).toEqual(['blocker', 'unknown']);
  });
});

describe('the campaign file', () => {
  const budgets = { value: [aDrainBudget({ maxUnavailable: 0 })] };
  it.each(['Block', 'Warn', 'Ignore'] as const)('says what becomes of what blocks: %s', (drainBlockers) => {
    const levels = preflightFindings({ budgets }, { policy: { drainBlockers } }).map(({ level }) => level);
    expect(levels).toEqual({ Block: ['blocker'], Warn: ['warning'], Ignore: [] }[drainBlockers]);
  });

  it('that ignores a check reports nothing unread for it', () => {
    const pods = { unread: { why: 'no', permission: 'list pods' } };
    const policy = { drainBlockers: 'Ignore', dryRunEvictions: 'Ignore' } as const;
    expect(preflightFindings({ pods }, { policy })).toEqual([]);
  });

  it('that ignores one check reports what another one cannot read', () => {
    const nodes = { unread: { why: 'no', permission: 'list nodes' } };
    const policy = { unhealthyNodes: 'Ignore', versionSkew: 'Ignore' } as const;
    expect(preflightFindings({ nodes }, { policy }).map(({ check, what }) => [check, what])).toEqual([
      ['drainBlockers', 'unknown: nodes'],
    ]);
  });
});

describe('one object that is not what the API says', () => {
  const unreadable = [
    { plural: 'pods', resource: 'Pod/shop/odd', why: 'spec.nodeName: expected a string, got 5' },
  ];

  it('is unknown, by its name and its place, beside what is found in the others', () => {
    const budgets = { value: [aDrainBudget({ maxUnavailable: 0 })] };
    expect(
      preflightFindings({ budgets, unreadable }).map(({ level, what, why }) => [level, what, why]),
    ).toEqual([
      ['blocker', expect.any(String), expect.any(String)],
      ['unknown', 'unknown: Pod/shop/odd', 'spec.nodeName: expected a string, got 5'],
    ]);
  });

  it('is not spoken of where nothing that reads its list is checked', () => {
    const policy = { drainBlockers: 'Ignore', dryRunEvictions: 'Ignore' } as const;
    expect(preflightFindings({ unreadable }, { policy })).toEqual([]);
  });
});
