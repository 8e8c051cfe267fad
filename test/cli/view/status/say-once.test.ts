import { describe, expect, it } from 'vitest';
import { reportMarkdown } from '#cli/view/report/report-markdown.ts';
import { reportPage } from '#cli/view/report/report-page.ts';
import { campaignText } from '#cli/view/status/campaign-text.ts';
import { gatePreview } from '#cli/view/status/order-preview.ts';
import { statusScreen } from '#cli/view/status/status-screen.ts';
import { statusTree } from '#cli/view/status/status-tree.ts';
import { transitions } from '#cli/view/status/transitions.ts';
import { decideFailedPool } from '#domain/rollback/decide-failed-pool.ts';
import { describeRollbackEnd } from '#domain/rollback/rollback-messages.ts';
import { answersToDecision, answersToGate, answersToPause } from '#domain/status/actions.ts';
import { explainWaits } from '#domain/status/explain-waits.ts';
import { waitOfPause } from '#domain/status/pause-wait.ts';
import type { CampaignStatus, ClusterStatus, WaitingFor } from '#domain/status/status.ts';
import { joinTexts } from '#domain/text/sentences.ts';
import { clusterPage } from '#workflows/page/cluster-page.ts';
import { aClusterReport } from '../../../builders/a-campaign-status.ts';
import { repetitions } from '../repetitions.ts';
import { withoutColour } from '../terminal/without-colour.ts';
import { halfWay, step } from './a-status.ts';

const since = '2026-11-21T01:36:00Z';
const campaign = 'k8s-1-34';
const policy = 'stage production: 1 of 2 failed; limit 0';
const alone = { from: null, except: ['alice'] };
const gateTerms = { approvals: { quorum: 1, approvedBy: [], ...alone }, rejecters: alone };

function wait(kind: WaitingFor['kind'], name: string, over: Partial<WaitingFor>): WaitingFor {
  return { kind, name, since, until: null, act: 'drydock', ...over };
}

function asking(cluster: string): WaitingFor {
  return wait('decision', cluster, { actions: answersToDecision({ campaign, cluster, pool: 'np1' }) });
}

const paused = wait('paused', campaign, { pausedBy: 'rule', actions: answersToPause(campaign, 'continues') });

/** A cluster whose np1 has the same to say as the cluster. */
function cluster(name: string, phase: ClusterStatus['phase'], reason: string, how = {}): ClusterStatus {
  const steps = [step({ name: 'np1', phase, startedAt: since, detail: reason, ...how })];
  return { name, resourceId: `/s/${name}`, phase, reason, startedAt: since, finishedAt: null, steps };
}

function seen(
  reason: string | null,
  clusters: readonly ClusterStatus[],
  waits: readonly WaitingFor[],
): CampaignStatus {
  const stages = [{ name: 'production', phase: 'NeedsDecision', clusters } as const];
  const journal = clusters.flatMap((each) =>
    each.reason === null
      ? []
      : [{ at: since, what: 'asked', target: `pool/${each.name}/np1`, text: each.reason } as const],
  );
  const waitingFor = explainWaits(waits, { stages, reason });
  return halfWay({ phase: 'NeedsDecision', reason, stages, journal, waitingFor });
}

const blocked = 'pdb payments/api: pod payments/api-1';
const situations: readonly [string, CampaignStatus, readonly string[]][] = [
  [
    'a question in a pause by the failure policy',
    seen(policy, [cluster('aks-a', 'NeedsDecision', 'Node n1 is not Ready.')], [asking('aks-a'), paused]),
    ['Node n1 is not Ready', policy],
  ],
  [
    'two questions',
    seen(
      policy,
      [
        cluster('aks-a', 'NeedsDecision', 'Node n1 is not Ready.'),
        cluster('aks-b', 'NeedsDecision', 'No IP.'),
      ],
      [asking('aks-a'), asking('aks-b'), paused],
    ),
    ['Node n1 is not Ready', 'No IP', policy],
  ],
  [
    'a pause of what has ended as failed',
    seen(policy, [cluster('aks-a', 'Failed', 'Node n1 is not Ready.')], [paused]),
    ['Node n1 is not Ready', policy],
  ],
  [
    'a gate after a skip',
    seen(
      null,
      [
        cluster('aks-a', 'Skipped', 'skipped by bob: CHG (Node n1 is not Ready.)', {
          detail: 'Node n1 is not Ready.',
        }),
      ],
      [wait('gate', 'production', { actions: answersToGate(campaign, 'production', gateTerms) })],
    ),
    ['Node n1 is not Ready', 'skipped by bob'],
  ],
  [
    'a drain about which it asks',
    seen(
      null,
      [
        cluster('aks-a', 'NeedsDecision', `The drain of np1 is blocked by ${blocked}.`, {
          phase: 'Running',
          detail: null,
          blockedBy: blocked,
        }),
      ],
      [asking('aks-a')],
    ),
    [blocked],
  ],
];

const broken = decideFailedPool({
  resourceId: '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks',
  policy: 'Ask',
  kind: 'operation-failed',
  truth: { end: 'PartiallyUpgraded', text: '1 of 3 nodes run 1.34.1', nodes: { done: 1, total: 3 } },
  rollback: { eligible: true, version: '1.33.5', nodeImageVersion: 'i', until: Date.parse(since) },
  isUnfinished: false,
  target: '1.33.5',
  until: '2026-11-27T08:00:00Z',
  command: 'drydock rollback k8s-1-34 --target pool/aks-a/np1 --reason TEXT',
});
const failed = joinTexts(['Azure failed the upgrade of the node pool.', broken.found, broken.advice]);
const mayRollBack = answersToDecision({ campaign, cluster: 'aks-a', pool: 'np1', mayRollBack: true });
const wentBack = (name: string) =>
  cluster(
    name,
    'RolledBack',
    describeRollbackEnd({
      back: [{ name: 'np1', to: '1.33.5' }],
      notes: ['np1 is as healthy as before its upgrade.'],
      because: 'failurePolicy.onExceeded: Rollback (stage production)',
    }),
    { detail: 'back at 1.33.5' },
  );
/** Of messages as they are composed: whole screens, on which nothing may stand twice. */
const composed: readonly (readonly [string, CampaignStatus])[] = [
  ...situations.map(([what, status]) => [what, status] as const),
  [
    'a rollback that is offered in a pause',
    seen(
      policy,
      [cluster('aks-a', 'NeedsDecision', failed)],
      [wait('decision', 'aks-a', { actions: mayRollBack }), paused],
    ),
  ],
  [
    'two clusters that went back, at a gate',
    seen(
      null,
      [wentBack('aks-a'), wentBack('aks-b')],
      [wait('gate', 'production', { actions: answersToGate(campaign, 'production', gateTerms) })],
    ),
  ],
  [
    "a rule's pause beneath an operator's",
    seen(
      `paused by bob: an incident in the data center; ${policy}`,
      [cluster('aks-a', 'Failed', 'Node n1 is not Ready.')],
      [
        waitOfPause({
          campaign,
          pausedBy: 'operator',
          since,
          beneath: policy,
          isUndecided: false,
          holdsBack: true,
          continuesBesides: true,
        })!,
      ],
    ),
  ],
];

const of = { namespace: 'default', palette: withoutColour };
const views: Readonly<Record<string, (status: CampaignStatus) => string>> = {
  status: (status) => statusTree({ ...of, status }),
  describe: (status) => campaignText({ ...of, status, plan: null, now: Date.parse(since) }),
  'watch at 80 by 24': (status) => statusScreen({ ...of, status, width: 80, height: 24 }),
  'watch at 140 by 40': (status) => statusScreen({ ...of, status, width: 140, height: 40 }),
  report: (status) => reportMarkdown(reportPage({ status, plan: null, now: Date.parse(since) })),
  'the preview of a gate': (status) => {
    const reading = { status, plan: null, width: Number.POSITIVE_INFINITY };
    return gatePreview('production', 'approve', reading) ?? '';
  },
  'watch in a pipe': (status) =>
    transitions(null, status)
      .map(({ text }) => text)
      .join('\n'),
  'the page of the cluster': ({ stages, waitingFor }) => {
    const { resourceId, phase, reason, steps, name } = stages[0]!.clusters[0]!;
    const waits = waitingFor.filter((each) => each.name === name);
    const report = aClusterReport({ resourceId, phase, reason, steps, waitingFor: waits });
    return clusterPage({ name, stage: 'production', campaign, report, at: since, pace: null });
  },
};

/** Without the breaks of lines and the branches of the tree. */
const flowing = (text: string) => text.replace(/[\s│├└─]+/g, ' ');

describe.each(Object.entries(views))('%s', (view, show) => {
  it.each(situations)('says the reason of %s once', (_what, status, reasons) => {
    const text = flowing(show(status));
    for (const reason of reasons) {
      const count = text.split(reason).length - 1;
      const hasAll = !/page|preview|24/.test(view);
      expect([reason, count]).toEqual([reason, hasAll ? 1 : Math.min(count, 1)]);
    }
  });
});

describe.each(['status', 'describe', 'report', 'watch in a pipe'])('on the screen of %s', (view) => {
  it.each(composed)('nothing stands twice: %s', (_what, status) => {
    expect(repetitions(views[view]!(status).replace(/^[│├└─ ]+/gm, ''))).toEqual([]);
  });
});

describe('on a screen without room for a question', () => {
  it('the row of its cluster has the reason', () => {
    const clusters = Array.from({ length: 6 }, (_, at) =>
      cluster(`aks-${at}`, 'NeedsDecision', `Node n${at} is not Ready.`),
    );
    const status = seen(policy, clusters, [...clusters.map(({ name }) => asking(name)), paused]);
    const lines = statusScreen({ ...of, status, width: 120, height: 30 }).split('\n');
    const shown = lines.filter((line) => /decision aks-\d/.test(line)).length;
    expect(shown).toBeLessThan(6);
    for (const [at, { name }] of clusters.entries()) {
      const row = lines.find((line) => line.includes(`─ ${name} `));
      if (row !== undefined) expect(row).toContain(at < shown ? 'see above' : `Node n${at} is not Ready`);
    }
  });
});

describe.each(['describe', 'report'])('the decisions of %s', (view) => {
  const paused = { at: since, what: 'paused', target: 'campaign', text: policy } as const;

  it.each([
    ['of a campaign that goes on', halfWay({ reason: null, journal: [paused] })],
    [
      'of one that ended for it',
      halfWay({ phase: 'Failed', reason: policy, finishedAt: since, journal: [paused] }),
    ],
  ])('say why an ended pause was: %s', (_, status) => {
    const line = views[view]!(status)
      .split('\n')
      .find((each) => / paused /.test(each));
    expect(line).toContain(policy);
  });

  it('point nowhere for what has no text', () => {
    const journal = [{ ...paused, text: '' }];
    expect(views[view]!(halfWay({ reason: policy, journal }))).not.toContain('see above');
  });
});

it('the page of a cluster points only to what stands above', () => {
  const steps = [step({ name: 'np1', phase: 'NeedsDecision', detail: 'Node n1 is not Ready.' })];
  const page = (reason: string | null) =>
    clusterPage({
      name: 'aks-a',
      stage: 'production',
      campaign,
      report: aClusterReport({
        resourceId: '/s/aks-a',
        phase: 'NeedsDecision',
        reason,
        steps,
        waitingFor: [],
      }),
      at: since,
      pace: null,
    });
  expect(page(null)).toContain('Node n1 is not Ready');
  expect(page(null)).not.toContain('see above');
  expect(page('Node n1 is not Ready.')).toContain('see above');
});
