import { describe, expect, it } from 'vitest';
import { reportHtml } from '#cli/view/report/report-html.ts';
import { reportJunit } from '#cli/view/report/report-junit.ts';
import { reportMarkdown } from '#cli/view/report/report-markdown.ts';
import { reportPage } from '#cli/view/report/report-page.ts';
import type { CampaignStatus, ClusterStatus, Phase } from '#domain/status/status.ts';
import { halfWay, step } from '../view/status/a-status.ts';

const page = (over: Partial<CampaignStatus> = {}) =>
  reportPage({ status: halfWay(over), plan: null, now: 0 }, 'Europe/Berlin');
const rowsOf = (title: string, over: Partial<CampaignStatus> = {}) =>
  page(over).sections.find((section) => section.title === title)?.rows;

const oneCluster = (over: Partial<ClusterStatus>): readonly CampaignStatus['stages'][number][] => [
  {
    name: 'test',
    phase: 'Running',
    clusters: [
      {
        name: 'aks-a',
        resourceId:
          '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks-a',
        phase: 'Running',
        reason: null,
        startedAt: '2026-11-20T10:00:00Z',
        finishedAt: null,
        steps: [],
        ...over,
      },
    ],
  },
];

describe('a report informs readers who were not there', () => {
  it('how far the campaign came, and when', () => {
    expect(Object.fromEntries(page().facts)).toEqual({
      Status: 'Running',
      Target: '1.34.1',
      Progress: '2 of 3 clusters, 4 of 7 node pools, 17 of 31 nodes, 0 failed',
      Started: 'Wed 2026-11-18 23:48 CET',
      'In progress': 'as of Sat 2026-11-21 02:48 CET',
      Plan: 'sha256:9f2c',
    });
  });

  it('how it ended, and after how long', () => {
    const ended = page({ phase: 'Failed', reason: 'too many', finishedAt: '2026-11-21T01:48:00Z' });
    expect(ended.facts).toContainEqual(['Status', 'Failed: too many']);
    expect(ended.facts).toContainEqual(['Ended', 'Sat 2026-11-21 02:48 CET, after 2d3h']);
  });

  it('every cluster with its steps, those that went well too', () => {
    const steps = rowsOf('Clusters')?.map(([cluster, name, phase]) => [cluster, name, phase].join(' '));
    expect(steps).toContain('aks-test-weu system NotStarted');
    expect(steps).toContain('aks-pay-weu np1 Running');
  });

  it('who decided what', () => {
    expect(rowsOf('Decisions')).toEqual([
      ['Fri 2026-11-20 21:00 CET', 'approve', 'gate/test', 'oncall (claimed)', 'CHG0041'],
    ]);
  });

  it('what is left to put back, with its condition', () => {
    const left = {
      cluster: 'a',
      pool: 'np1',
      setting: 'maxSurge',
      value: '1',
      condition: 'once idle',
      command: 'az x',
    };
    expect(rowsOf('Not restored', { notRestored: [left] })).toEqual([
      ['a/np1: maxSurge', '1', 'once idle: az x'],
    ]);
  });

  it.each([
    [
      'until when, and by which command while its cluster runs',
      'Running',
      { until: '2026-11-28T01:00:00Z', because: null },
      'Sat 2026-11-28 02:00 CET',
      'drydock rollback k8s-1-34 --target pool/aks-a/np1 --reason TEXT',
    ],
    [
      "until when, and by Azure's command once its cluster is over",
      'Failed',
      { until: '2026-11-28T01:00:00Z', because: null },
      'Sat 2026-11-28 02:00 CET',
      'az aks nodepool rollback --subscription s -g rg --cluster-name aks-a -n np1',
    ],
    [
      'why there is none',
      'Failed',
      { until: null, because: 'its channel is on' },
      'none: its channel is on',
      '',
    ],
  ] as const)('%s a pool can be taken back', (_, phase, way, end, command) => {
    const rollbackOffer = {
      version: '1.33.5',
      nodeImageVersion: 'AKSUbuntu-2204gen2containerd-202509.23.0',
      ...way,
    };
    const stages = oneCluster({
      phase,
      steps: [step({ name: 'np1', phase: 'Completed', startedAt: '2026-11-20T10:00:00Z', rollbackOffer })],
    });
    expect(rowsOf('Rollbacks possible', { stages })).toEqual([
      ['aks-a/np1', '1.33.5, 202509.23.0', end, command],
    ]);
  });

  it('of a pool that went two hops where it goes back to last', () => {
    const hop = (to: string, version: string) => {
      const rollbackOffer = { version, nodeImageVersion: 'image', until: null, because: 'it is closed' };
      const startedAt = '2026-11-20T10:00:00Z';
      return step({ name: 'np1', phase: 'Completed', to, startedAt, rollbackOffer });
    };
    const stages = oneCluster({ steps: [hop('1.33.5', '1.32.9'), hop('1.34.1', '1.33.5')] });
    expect(rowsOf('Rollbacks possible', { stages })?.map(([pool, to]) => `${pool} ${to}`)).toEqual([
      'aks-a/np1 1.33.5, image',
    ]);
  });

  it('nothing of what there is nothing of', () => {
    expect(page().sections.map(({ title }) => title)).toEqual(['Stages', 'Clusters', 'Decisions']);
  });
});

describe('whatever stands in a name or a reason stays text', () => {
  const vicious = page({ reason: '<script>a|b</script>\u0007' });

  it('in Markdown', () => {
    expect(reportMarkdown(vicious)).toContain('&lt;script>a\\|b&lt;/script>');
  });

  it('in HTML', async () => {
    expect(await reportHtml(vicious)).toContain('Running: &lt;script&gt;a|b&lt;/script&gt;?');
  });

  it('in JUnit', async () => {
    const xml = await reportJunit(halfWay({ stages: oneCluster({ reason: '"<&', phase: 'Failed' }) }));
    expect(xml).toContain('message="Failed: &quot;&lt;&amp;"');
  });
});

describe('in Markdown every row of a table has as many cells as its head', () => {
  it('whatever happened', () => {
    const tables = reportMarkdown(page()).split('\n## ').slice(1);
    for (const table of tables) {
      const widths = table
        .split('\n')
        .filter((line) => line.startsWith('|'))
        .map((line) => line.split(' | ').length);
      expect(new Set(widths).size).toBe(1);
    }
  });
});

describe('as test results, a suite a cluster and a case a step', () => {
  const one = async (phase: Phase) =>
    reportJunit(halfWay({ stages: oneCluster({ phase, steps: [step({ name: 'np1', phase })] }) }));

  it.each<[Phase, string]>([
    ['Completed', 'failures="0" skipped="0"'],
    ['Failed', 'failures="1" skipped="0"'],
    ['Aborted', 'failures="1" skipped="0"'],
    ['RolledBack', 'failures="1" skipped="0"'],
    ['NeedsDecision', 'failures="1" skipped="0"'],
    ['Running', 'failures="0" skipped="1"'],
    ['NotStarted', 'failures="0" skipped="1"'],
    ['Skipped', 'failures="0" skipped="1"'],
  ])('%s is %s', async (phase, counts) => {
    expect(await one(phase)).toContain(`<testsuite name="test/aks-a" tests="1" ${counts}`);
  });

  it('a cluster that failed though none of its steps did is a failure of its own', async () => {
    const steps = [step({ name: 'np1', phase: 'Completed' })];
    const xml = await reportJunit(
      halfWay({ stages: oneCluster({ phase: 'Failed', reason: 'less safe', steps }) }),
    );
    expect(xml).toContain('name="cluster" time="0"><failure type="Failed" message="Failed: less safe"/>');
  });

  it.each(['RolledBack', 'NeedsDecision'] as const)('a step that is %s tells why', async (phase) => {
    const [reason, detail] = ['shop/web has 0 of 2 pods', 'back at 1.33.5'];
    const steps = [step({ name: 'np1', phase, detail, nodes: { done: 0, total: 2 } })];
    const xml = await reportJunit(halfWay({ stages: oneCluster({ phase, reason, steps }) }));
    expect(xml).toMatch(new RegExp(`message="${phase}: 0/2 nodes.*; ${reason}"`));
  });

  it('a cluster that has not begun is skipped', async () => {
    const xml = await reportJunit(halfWay({ stages: oneCluster({ phase: 'NotStarted', startedAt: null }) }));
    expect(xml).toContain('tests="1" failures="0" skipped="1"');
  });
});

it('a report in Markdown keeps the flags of a command as they are typed', () => {
  const command = 'drydock retry x --target cluster/aks-a --reason TEXT';
  const text = reportMarkdown(page({ stages: oneCluster({ reason: `failed; next: ${command}` }) }));
  expect(text).toContain(command);
});
