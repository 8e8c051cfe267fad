import { describe, expect, it } from 'vitest';
import type { Pause } from '#domain/campaign/pauses.ts';
import { answersToDecision } from '#domain/status/actions.ts';
import { rules } from '#workflows/operator/listen-to-operators.ts';
import { campaignPage } from '#workflows/page/campaign-page.ts';
import type { CampaignCluster } from '#workflows/state/campaign-cluster.ts';
import type { CampaignRun } from '#workflows/state/campaign-run.ts';
import { statusOf } from '#workflows/state/campaign-status.ts';
import { anApproval, aRing } from '../../builders/a-campaign.ts';
import { aCampaignCluster, aCampaignRun } from '../../builders/a-campaign-run.ts';

const since = '2026-11-20T08:00:00Z';
const said = { by: 'bob', reason: 'a test', forMs: 60_000, gate: 'test', digest: 'sha256:1' };
const stages = [aRing('test', { approval: anApproval({ approvers: ['bob'] }) }), aRing('production')];
const later = aCampaignCluster('aks-later', { stage: 'production' });

const plan = {
  digest: 'sha256:1',
  target: '1.34.1',
  blocked: [],
  stages: stages.map(({ name }) => ({ name, clusters: [], gates: [], soak: '0s', window: 'always' })),
};
const campaign = (aks: Partial<CampaignCluster>, over: Partial<CampaignRun> = {}) =>
  aCampaignRun(
    { plan, clusters: [aCampaignCluster('aks', aks), later], ...over },
    { stages, forceUpgrade: { approvers: [], longestMs: 60_000 } },
  );
const asking = { phase: 'NeedsDecision', askedAbout: 'np1', mayCleanUp: true } as const;
const waits = (kind: 'gate' | 'soak') => ({ kind, name: 'test', since, until: since, act: '' }) as const;
const between = { stageIsOpen: false } as const;
const paused = (by: Pause['by'], at: Pause['at'] = 'node-pool'): Partial<CampaignRun> => ({
  paused: { by, at, since, reason: 'so' },
});
const ofTheCluster = ['retry', 'skip', 'rollback', 'force', 'clean-up'];
const lastStage = { stage: 'production', stageIsOpen: false } as const;

/** [what waits, its campaign, verbs that are accepted and end the waiting, all others that are accepted] */
const states: readonly [string, CampaignRun, readonly string[], readonly string[]][] = [
  ['a cluster that asks', campaign(asking), [...ofTheCluster, 'abort'], ['pause']],
  [
    'a cluster that asks, paused by an operator',
    campaign(asking, paused('operator', 'cluster')),
    [...ofTheCluster, 'abort'],
    ['pause', 'resume'],
  ],
  [
    'a cluster that asks, paused by the failure policy',
    campaign(asking, paused('rule')),
    [...ofTheCluster, 'abort'],
    ['pause', 'resume'],
  ],
  [
    'a cluster that asks, past timeouts.campaign',
    campaign(asking, { timedOut: true, ...between }),
    [...ofTheCluster, 'abort'],
    ['pause'],
  ],
  [
    'a cluster that asks, past timeouts.campaign and paused by the failure policy',
    campaign(asking, { timedOut: true, ...between, ...paused('rule') }),
    [...ofTheCluster, 'abort'],
    ['pause', 'resume'],
  ],
  [
    'a cluster that asks, the rest deferred to the next scheduled run',
    campaign(asking, { deferredToNextRun: 'paused', ...between }),
    [...ofTheCluster, 'abort'],
    ['pause'],
  ],
  [
    'a cluster that waits for a window, a freeze, a drain or its soak',
    campaign({ phase: 'Running' }),
    ['abort', 'rollback', 'promote'],
    ['pause'],
  ],
  [
    'a cluster that waits, past timeouts.campaign',
    campaign({ phase: 'Running' }, { timedOut: true, ...between }),
    ['abort', 'rollback', 'promote'],
    ['pause'],
  ],
  [
    'a gate',
    campaign(
      { phase: 'Completed' },
      { ...between, gate: { name: 'test', approvedBy: [] }, waitingFor: waits('gate') },
    ),
    ['approve', 'reject', 'abort'],
    ['pause'],
  ],
  [
    'the soak of a stage',
    campaign({ phase: 'Completed' }, { ...between, waitingFor: waits('soak') }),
    ['promote', 'abort'],
    ['pause'],
  ],
  [
    "an operator's pause",
    campaign({ phase: 'Running', paused: true }, paused('operator')),
    ['resume', 'abort', 'rollback'],
    ['promote'],
  ],
  [
    "a rule's pause between two stages",
    campaign({ phase: 'Failed' }, { ...between, ...paused('rule', 'stage') }),
    ['resume', 'abort'],
    ['pause'],
  ],
  [
    "the end, which an operator's pause holds",
    campaign(
      { phase: 'Completed' },
      {
        ...lastStage,
        clusters: [aCampaignCluster('aks', { phase: 'Completed' })],
        ...paused('operator', 'stage'),
      },
    ),
    ['resume', 'abort'],
    ['pause'],
  ],
];

/** A pool's clean-up, and otherwise the cluster or the campaign. */
const targets: Partial<Record<keyof typeof rules, readonly (string | undefined)[]>> = {
  'clean-up': ['pool/aks/np1'],
  abort: [undefined, 'cluster/aks'],
  promote: [undefined, 'cluster/aks'],
};
const isAccepted = (run: CampaignRun, verb: keyof typeof rules, data: object) =>
  rules[verb].refuse(run, { ...said, target: 'cluster/aks', ...data }) === null;
const acceptedIn = (run: CampaignRun) =>
  (Object.keys(rules) as (keyof typeof rules)[]).filter((verb) =>
    (targets[verb] ?? ['cluster/aks']).some((target) => isAccepted(run, verb, { target })),
  );

describe('in every state in which something waits', () => {
  it.each(states)('%s: verbs end it', (_state, run, ends, others) => {
    expect(acceptedIn(run).toSorted()).toEqual([...ends, ...others].toSorted());
  });

  it.each(states)('%s: the answers that the status lists are accepted', (_state, run) => {
    const own = statusOf(run).waitingFor.flatMap(({ actions = [] }) => actions);
    const choices = {
      mayRollBack: true,
      mayForce: { from: null, except: ['alice'] },
      mayCleanUp: true,
      step: 'np1',
    };
    const undecided = run.clusters.filter(({ phase }) => phase === 'NeedsDecision');
    const asked = undecided.flatMap(({ plan: { name } }) =>
      answersToDecision({ campaign: 'k8s-1-34', cluster: name, pool: 'np1', ...choices }),
    );
    for (const { verb, target } of [...own, ...asked])
      expect([verb, isAccepted(run, verb as keyof typeof rules, { target })]).toEqual([verb, true]);
    const isWaiting = undecided.length > 0 || run.waitingFor !== null || run.paused !== null;
    expect(own.length + asked.length > 0).toBe(isWaiting);
  });

  it.each(states)('%s: the page offers nothing that is refused', (_state, run) => {
    const text = campaignPage(statusOf(run));
    const asks = [...text.matchAll(/send ((?:`[a-z-]+`(?: or |, )?)+)[\s\S]*?```json\n(\{[\s\S]*?\})\n```/g)];
    for (const [, verbs = '', data = ''] of asks)
      for (const [, verb] of verbs.matchAll(/`([a-z-]+)`/g))
        expect([
          verb,
          isAccepted(run, verb as keyof typeof rules, { ...JSON.parse(data), by: 'bob' }),
        ]).toEqual([verb, true]);
    const isAsking = run.clusters.some(({ phase }) => phase === 'NeedsDecision');
    expect(asks.length > 0).toBe(isAsking || run.gate !== null || run.paused !== null);
  });
});

it('an abort of a pool and a promotion find nothing of a cluster whose lock another workflow holds', () => {
  const wait = { kind: 'lock', name: 'aks', since, until: since, act: 'other holds it' } as const;
  const run = campaign({ phase: 'Running', waitingFor: wait });
  expect(acceptedIn(run)).toEqual(['pause', 'abort', 'rollback']);
  expect(rules.abort.refuse(run, { target: 'pool/aks/np1', ...said })?.text).toBe(
    'Nothing of aks runs in Azure: another workflow holds the cluster.',
  );
});

describe('a campaign that is being aborted', () => {
  it('asks nothing any more and takes no decision', () => {
    const run = campaign(asking);
    rules.abort.act(run, said);
    expect(acceptedIn(run)).toEqual(['pause', 'promote']);
    expect(campaignPage(statusOf(run))).not.toContain('Needs you');
  });
});
