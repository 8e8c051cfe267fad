import { describe, expect, it } from 'vitest';
import { type PlanDetail, planEndText, planText } from '#cli/view/plan/plan-text.ts';
import type { CampaignPlan, ClusterPlan, PlanStep } from '#domain/plan/contents/plan.ts';
import type { PreflightFinding } from '#domain/preflight/findings/preflight-finding.ts';
import { rollbackWindow } from '#domain/rollback/rollback-window.ts';
import { aControlPlaneStep } from '../../../builders/a-preflight-reading.ts';
import { repetitions } from '../repetitions.ts';
import { withoutColour } from '../terminal/without-colour.ts';

const pool = (name: string, over: Partial<PlanStep> = {}): PlanStep => ({
  ...aControlPlaneStep(),
  action: 'upgrade-node-pool',
  pool: name,
  image: {
    from: 'AKSUbuntu-2204gen2containerd-202509.23.0',
    to: 'AKSUbuntu-2204gen2containerd-202510.19.0',
  },
  nodes: 3,
  surge: 1,
  ...over,
});

const aCluster = (name: string, over: Partial<ClusterPlan> = {}): ClusterPlan => ({
  name,
  resourceId: name,
  digest: 'sha256:00',
  blocked: [],
  warnings: [],
  steps: [aControlPlaneStep(), pool('system')],
  ...over,
});

const aPlan = (over: Partial<CampaignPlan> = {}): CampaignPlan => ({
  kind: 'CampaignPlan',
  digest: 'sha256:9f2c',
  campaign: 'k8s-1-34',
  target: '1.34.1',
  stages: [
    {
      name: 'test',
      clusters: [
        aCluster('aks-test-weu', {
          warnings: ['gpu1 runs on spot machines'],
          steps: [
            aControlPlaneStep(),
            pool('system'),
            pool('gpu1', { action: 'none', from: '1.34.1', nodes: 2, reason: 'already 1.34.1' }),
          ],
        }),
      ],
      gates: [{ name: 'test', approvers: ['oncall'], quorum: 1, expires: '72h', onExpiry: 'Pause' }],
      soak: '12h',
      window: 'always',
    },
    {
      name: 'production',
      clusters: [
        aCluster('aks-pay-weu'),
        aCluster('aks-shop-weu', { blocked: ['it is stopped'], steps: [] }),
      ],
      gates: [],
      soak: '0s',
      window: 'Sat 22:00-04:00 Europe/Berlin',
    },
  ],
  totals: { clusters: 3, pools: 3, nodes: 8, blocked: 1, unchanged: 0, surgeNodes: 2, surgeVcpus: 8 },
  estimate: { earliestFinish: '2026-11-22T02:10:00Z', basis: "Azure's documented times" },
  warnings: [],
  rollback: { nodePools: 'Ask', controlPlanes: 'Never' },
  blocked: [],
  ...over,
});

const inputOf = (plan: CampaignPlan) => ({
  plan,
  detail: 'grouped' as const,
  concurrency: { test: 1, production: 1 },
  rollingBack: [],
  // Images have their age by the clusters' clock.
  clusterTime: Date.parse('2025-11-20T08:00:00Z'),
  isSimulated: false,
  timeZone: 'Europe/Berlin',
  palette: withoutColour,
});
const endOf = (plan: CampaignPlan, findings: readonly PreflightFinding[] = []) =>
  planEndText({
    plan,
    findings,
    savedTo: 'plan.json',
    next: 'drydock start plan.json --watch',
    palette: withoutColour,
  });
const draw = (plan: CampaignPlan) => {
  const text = `${planText(inputOf(plan))}\n${endOf(plan)}`;
  expect(repetitions(text)).toEqual([]);
  return text;
};

describe('a plan', () => {
  it('shows every step, what is left out, and what to type next', () => {
    expect(`\n${draw(aPlan())}\n`).toBe(`
  ~ upgrade   = no change   ! needs attention

Stage test          1 cluster                                         window always
  ~ aks-test-weu    control plane   1.33.5 -> 1.34.1
      ! gpu1 runs on spot machines
      ~ system      3 nodes         1.33.5 -> 1.34.1   image 202509.23.0 -> 202510.19.0   surge 1
      = gpu1        2 nodes         1.34.1             already 1.34.1
  then soak 12h, gate test (approval by oncall)
Stage production    2 clusters, one at a time                         window Sat 22:00-04:00 Europe/Berlin
  ~ aks-pay-weu     control plane   1.33.5 -> 1.34.1
      ~ system      3 nodes         1.33.5 -> 1.34.1   image 202509.23.0 -> 202510.19.0   surge 1
  ! aks-shop-weu    skipped: it is stopped

Plan: 3 clusters, 3 node pools, 8 nodes, 1 skipped, 0 unchanged. Surge needs at most 2 more nodes at a time, 8 vCPU.
Earliest finish Sun 2026-11-22 03:10 CET (Azure's documented times).
Rollback: failed node pools, within ${rollbackWindow}, where an operator decides so; control planes cannot be rolled back.
Digest sha256:9f2c
Saved to plan.json
Next: drydock start plan.json --watch
`);
  });

  it('shows a channel that is suspended around the steps, and how many approvals a gate needs', () => {
    const channel = (action: PlanStep['action'], from: string, to: string) =>
      aControlPlaneStep({ action, from, to });
    const cluster = aCluster('aks-test-weu', {
      steps: [
        channel('suspend-auto-upgrade', 'stable', 'none'),
        aControlPlaneStep(),
        pool('system'),
        channel('resume-auto-upgrade', 'none', 'stable'),
      ],
    });
    const gates = [
      { name: 'test', approvers: ['oncall', 'lead'], quorum: 2, expires: '3d', onExpiry: 'Pause' as const },
    ];
    const stage = { name: 'test', clusters: [cluster], gates, soak: '0s', window: 'always' };
    const text = draw(aPlan({ stages: [stage, { ...stage, name: 'production', gates: [] }] }))
      .split('\n')
      .slice(2, 8)
      .join('\n');
    expect(`\n${text}\n`).toBe(`
Stage test          1 cluster                                         window always
  ~ aks-test-weu          control plane   1.33.5 -> 1.34.1
      ~ suspend channel                   stable -> none
      ~ system            3 nodes         1.33.5 -> 1.34.1   image 202509.23.0 -> 202510.19.0   surge 1
      ~ resume channel                    none -> stable
  then gate test (2 approvals by oncall or lead)
`);
  });

  it('says once what the later hops of a control plane are', () => {
    const hop = aControlPlaneStep({ from: '1.34.1', to: '1.35.0' });
    const cluster = aCluster('aks-test-weu', { steps: [aControlPlaneStep(), pool('system'), hop] });
    const stage = { name: 'test', clusters: [cluster], gates: [], soak: '0s', window: 'always' };
    expect(draw(aPlan({ stages: [stage] }))).toMatch(/^ {6}~ control plane +1\.34\.1 -> 1\.35\.0$/m);
  });

  it('counts clusters that preflight blocks, and does not suggest a start that stops there', () => {
    const blocker = {
      check: 'drainBlockers',
      level: 'blocker',
      cluster: 'aks-pay-weu',
      pool: 'system',
      what: 'pdb shop/web allows 0 disruptions; the drain can never succeed',
      why: 'maxUnavailable 0',
      todo: 'ease it',
      evidence: [],
    } as const;
    const text = endOf(aPlan(), [blocker, { ...blocker, pool: 'np1' }]);
    expect(text).toMatch(/^Preflight checks \(1 cluster will be blocked\) /);
    expect(text.split('\n').at(-1)).toBe(
      'Next: fix what blocks aks-pay-weu (x above), then plan again; drydock start plan.json --watch would stop there and ask for a decision',
    );
  });

  it('promises no rollback where a channel closes it', () => {
    const [test] = aPlan().stages;
    const warnings = ['its node pools could not go back: the node OS upgrade channel is NodeImage'];
    const text = draw(aPlan({ stages: [{ ...test!, clusters: [aCluster('aks-test-weu', { warnings })] }] }));
    expect(text).toContain('~ upgrade   = no change   ! needs attention');
  });

  it('announces a failure policy that rolls pools back automatically', () => {
    const text = planText({ ...inputOf(aPlan()), rollingBack: ['test'] });
    expect(text).toContain(
      'control planes cannot be rolled back.\nIf stage test exceeds its failurePolicy (onExceeded: Rollback), every upgraded node pool of its failed clusters is rolled back automatically, healthy ones included.\n',
    );
  });

  it('names what its earliest finish does not count', () => {
    const estimate = { ...aPlan().estimate, notCounted: ['aks-a is held by campaign x', 'freeze y'] };
    const text = planText(inputOf(aPlan({ estimate })));
    expect(text).toContain("(Azure's documented times). Not counted: aks-a is held by campaign x, freeze y.");
  });

  it('says what holds for all of its clusters', () => {
    const text = draw(aPlan({ warnings: ['not known: whether Fleet Managers upgrade these clusters'] }));
    expect(text).toContain('\nWarning: not known: whether Fleet Managers upgrade these clusters\n');
  });

  it.each([
    [
      'what blocks it',
      { blocked: ['stage test selects no cluster'] },
      'Blocked: stage test selects no cluster',
    ],
    [
      'that there is nothing to do',
      { stages: aPlan().stages.map((stage) => ({ ...stage, clusters: [aCluster('a', { steps: [] })] })) },
      'Nothing to change: every cluster is at the target or skipped.',
    ],
  ])('names %s instead of what would follow from a start', (_case, over, told) => {
    const text = draw(aPlan(over));
    expect(text.split('\n')).toContain(told);
    expect(text).not.toMatch(/Earliest finish|Next:|then soak/);
  });

  it("says whose clock its times are by, where that is not everybody's", () => {
    const text = planText({ ...inputOf(aPlan()), isSimulated: true });
    expect(text).toContain(
      "Earliest finish Sun 2026-11-22 03:10 CET, simulated time (Azure's documented times).",
    );
  });
});

describe('the table of a plan', () => {
  const steps = [
    aControlPlaneStep(),
    pool('system'),
    pool('np1', { surge: 12, reason: 'its image is deprecated' }),
    aControlPlaneStep({ from: '1.34.1', to: '1.35.0' }),
    pool('idle', { action: 'none', from: '1.35.0', to: '1.35.0', reason: 'already 1.35.0' }),
  ];
  const names = ['aks', 'aks-payments-production-westeurope-01'];
  const clusters = [
    ...names.map((name) =>
      aCluster(name, { steps, warnings: ['a warning of many words '.repeat(6).trim()] }),
    ),
    aCluster('aks-shop', { blocked: ['it is stopped; '.repeat(8).trim()], steps: [] }),
  ];
  const window = 'all day Europe/Berlin, not 2026-12-19..2027-01-06';
  const plan = aPlan({ stages: [{ name: 'all', clusters, gates: [], soak: '0s', window }] });
  const linesAt = (width?: number) =>
    planText({ ...inputOf(plan), ...(width === undefined ? {} : { width }) }).split('\n');

  it('has versions of control planes and pools in one column, however long a name is', () => {
    const starts = linesAt().flatMap((line) => {
      const at = line.search(/ \d\.\d+\.\d( |$)/);
      return at === -1 ? [] : [at];
    });
    expect(starts).toHaveLength(10);
    expect(new Set(starts).size).toBe(1);
  });

  it.each([80, 100, 120])('fits into %i columns, and says all that it says elsewhere', (width) => {
    const narrow = linesAt(width);
    expect(narrow.filter((line) => line.length > width)).toEqual([]);
    const words = (lines: readonly string[]) =>
      lines
        .join(' ')
        .match(/[\w.]+/g)!
        .toSorted();
    expect(words(narrow)).toEqual(words(linesAt()));
  });
});

describe('a plan of many clusters', () => {
  const many = (count: number, over: Partial<ClusterPlan> = {}, prefix = 'aks') =>
    Array.from({ length: count }, (_, index) => aCluster(`${prefix}-${index + 1}`, over));
  const planOf = (clusters: readonly ClusterPlan[]) =>
    aPlan({ stages: [{ name: 'all', clusters, gates: [], soak: '0s', window: 'always' }] });
  const rows = (clusters: readonly ClusterPlan[], detail: PlanDetail) => {
    const lines = planText({ ...inputOf(planOf(clusters)), detail }).split('\n');
    return lines.slice(3, lines.indexOf('', 3));
  };
  const pause = { blocked: ['it is stopped'], steps: [] };

  it('shows clusters that are alike as one, named and counted', () => {
    expect(rows([...many(300), ...many(5, pause, 'off')], 'grouped')).toEqual([
      '  ~ 300 clusters    control plane   1.33.5 -> 1.34.1',
      '      aks-1, aks-2, aks-3 and 297 more',
      '      ~ system      3 nodes         1.33.5 -> 1.34.1   image 202509.23.0 -> 202510.19.0   surge 1',
      '  ! 5 clusters      skipped: it is stopped',
      '      off-1, off-2, off-3 and 2 more',
    ]);
  });

  it('shows each of two that are alike, and each of all where that is asked for', () => {
    expect(rows(many(2), 'grouped')).toHaveLength(4);
    const expanded = rows(many(300), 'expanded');
    expect(expanded).toHaveLength(600);
    expect(expanded[598]).toBe('  ~ aks-300         control plane   1.33.5 -> 1.34.1');
  });

  it('says once why two are skipped, and the note that two share, with their names', () => {
    expect(rows([...many(2, pause, 'off'), ...many(1, { warnings: ['no rollback'] })], 'grouped')).toEqual([
      '  ! 2 clusters      skipped: it is stopped',
      '      off-1, off-2',
      '  ~ aks-1           control plane   1.33.5 -> 1.34.1',
      '      ! no rollback',
      '      ~ system      3 nodes         1.33.5 -> 1.34.1   image 202509.23.0 -> 202510.19.0   surge 1',
    ]);
    const noted = rows(many(2, { warnings: ['no rollback'] }), 'grouped');
    expect(noted.filter((line) => line.includes('no rollback'))).toEqual(['  ! aks-1, aks-2: no rollback']);
  });

  it.each([
    ['a version', { steps: [aControlPlaneStep({ from: '1.33.4' }), pool('system')] }],
    ['a pool', { steps: [aControlPlaneStep(), pool('system', { nodes: 4 })] }],
    ['a warning', { warnings: ['gpu1 runs on spot machines'] }],
    ['a window', { window: { own: null, open: true, opensAt: null, closesAt: null, timezone: 'UTC' } }],
  ])('keeps clusters apart that differ in %s', (_case, over) => {
    const text = rows([...many(10), ...many(10, over, 'other')], 'grouped');
    expect(text.filter((line) => line.startsWith('  ~ 10 clusters'))).toHaveLength(2);
  });

  it("shows a cluster's window with its date, in the zone of every other time", () => {
    const times = {
      opensAt: '2026-11-20T21:00:00Z',
      closesAt: '2026-11-21T03:00:00Z',
      timezone: 'Asia/Tokyo',
    };
    const shown = (open: boolean) =>
      rows(many(1, { window: { own: null, open, ...times } }), 'grouped').join();
    expect(shown(true)).toContain('open until Sat 2026-11-21 04:00 CET');
    expect(shown(false)).toContain('opens Fri 2026-11-20 22:00 CET');
  });

  it('says a note of many clusters once, with their number', () => {
    const steps = (nodes: number) => [aControlPlaneStep(), pool('system', { nodes })];
    const clusters = [3, 4, 5].flatMap((nodes) =>
      many(4, { steps: steps(nodes), warnings: ['no rollback'] }, `n${nodes}`),
    );
    const text = rows(clusters, 'grouped');
    expect(text.filter((line) => line.includes('no rollback'))).toEqual(['  ! 12 clusters: no rollback']);
  });

  it('says on a page what there is to know of how many clusters, the most common first', () => {
    const warned = (count: number, ...warnings: readonly string[]) => many(count, { warnings });
    expect(rows([...warned(1, 'spot'), ...warned(40, 'no rollback', 'busy')], 'summary').slice(1)).toEqual([
      '  ! 40 clusters: no rollback',
      '  ! 40 clusters: busy',
      '  ! 1 cluster: spot',
    ]);
    const various = Array.from({ length: 30 }, (_, index) => warned(1, `no ${index}`)).flat();
    expect(rows(various, 'summary').slice(8)).toEqual([
      '  ! 1 cluster: no 7',
      '  ! 22 more warnings; --expand shows each',
    ]);
  });

  it('counts on a page what changes how, pools once however many hops they take', () => {
    const hops = [
      aControlPlaneStep(),
      pool('system'),
      aControlPlaneStep({ from: '1.34.1', to: '1.35.0' }),
      pool('system', { from: '1.34.1', to: '1.35.0' }),
    ];
    expect(rows([...many(200), ...many(90, { steps: hops }), ...many(10, pause)], 'summary')).toEqual([
      '  ~ 200 clusters   control plane 1.33.5 -> 1.34.1   200 node pools   600 nodes',
      '  ~ 90 clusters    control plane 1.33.5 -> 1.35.0   90 node pools    270 nodes',
      '  ! 10 clusters    skipped: it is stopped',
    ]);
  });
});

describe('the plan of a campaign for images', () => {
  it('says how old images are, which the stage before has not run, and what is blocked', () => {
    const [from, to] = ['202509.23.0', '202510.19.0'].map(
      (version) => `AKSUbuntu-2204gen2containerd-${version}`,
    );
    const stays = { from: '1.33.5', to: '1.33.5' };
    const image = { from: from!, to: to! };
    const text = draw(
      aPlan({
        stages: [
          {
            ...aPlan().stages[0]!,
            clusters: [
              aCluster('aks-one', {
                steps: [
                  pool('system', { ...stays, action: 'upgrade-node-image', image }),
                  pool('apps', { ...stays, action: 'upgrade-node-image', image, reason: 'not run' }),
                  pool('boot', {
                    ...stays,
                    action: 'reboot-node-pool',
                    image: { from: from!, to: from! },
                  }),
                  pool('win', { ...stays, action: 'none', reason: 'blocked: not run' }),
                ],
              }),
            ],
          },
        ],
      }),
    );
    const row = (name: string) =>
      text
        .split('\n')
        .find((line) => line.includes(` ${name} `))
        ?.trim()
        .replace(/ {2,}/g, '  ');
    expect(row('system')).toMatch(
      /^~ system {2}3 nodes {2}1\.33\.5 {2}image 202509\.23\.0 -> 202510\.19\.0 \(58d old, 26d behind\) {2}surge 1$/,
    );
    expect(row('apps')).toMatch(/surge 1 {2}not run$/);
    expect(row('boot')).toBe('~ boot  3 nodes  1.33.5  surge 1');
    expect(row('win')).toBe('= win  3 nodes  1.33.5  blocked: not run');
  });
});
