import { describe, expect, it } from 'vitest';
import type { ClusterOutcome } from '#protocol/cluster-upgrade.ts';
import { rules } from '#workflows/operator/listen-to-operators.ts';
import { closeAttempt, openAttempt, settleOutcome } from '#workflows/state/campaign-cluster.ts';
import { aCampaignCluster, aCampaignRun } from '../../builders/a-campaign-run.ts';

const at = '2026-11-20T08:00:00Z';
const said = { by: 'bob', reason: 'a test', forMs: 60_000 };
const ended = { untouched: false, skippedByRule: false, slice: null, notRestored: [] } as const;
const busy: ClusterOutcome = {
  ...ended,
  phase: 'Skipped',
  reason: 'busy',
  untouched: true,
  skippedByRule: true,
};
const broken: ClusterOutcome = { ...ended, phase: 'Failed', reason: 'broken' };
/** How each attempt ends: the second comes unasked, the third because an operator retries. */
const ends = [busy, broken, broken] as const;

type Order = readonly [keyof typeof rules, string];
const orders: readonly Order[] = [
  ['abort', 'cluster/aks-a'],
  ['abort', 'stage/test'],
  ['abort', 'pool/aks-a/np1'],
  ['rollback', 'cluster/aks-a'],
  ['rollback', 'pool/aks-a/np1'],
  ['promote', 'cluster/aks-a'],
  ['skip', 'pool/aks-a/np1'],
  ['skip', 'cluster/aks-a'],
  ['retry', 'cluster/aks-a'],
  ['force', 'cluster/aks-a'],
  ['clean-up', 'pool/aks-a/np1'],
];
const moments = ['locked elsewhere', 'on its way', 'asking'] as const;
type Moment = (typeof moments)[number];

const asked = { phase: 'NeedsDecision', askedAbout: 'np1', mayCleanUp: true, retryWaits: '6m' } as const;
const wait = { kind: 'lock', name: 'aks-a', since: at, until: at, act: 'other holds it' } as const;
const whileAt: Readonly<Record<Moment, object>> = {
  'locked elsewhere': { waitingFor: wait },
  'on its way': { paused: true },
  asking: asked,
};

/** The campaign at that moment of that attempt, with one cluster and the outbox of each attempt so far. */
function campaignAt(attempt: number, moment: Moment) {
  const cluster = aCampaignCluster('aks-a');
  const run = aCampaignRun({ clusters: [cluster] }, { forceUpgrade: { approvers: [], longestMs: 60_000 } });
  for (let index = 1; ; index += 1) {
    openAttempt(cluster, at);
    Object.assign(cluster, whileAt[moment]);
    if (index === attempt) return { run, cluster };
    closeAttempt(cluster, ends[index - 1]!, at);
    if (!cluster.hasSecondAttempt) rules.retry.act(run, { target: 'cluster/aks-a', ...said });
  }
}

const places = [1, 2, 3].flatMap((attempt) =>
  moments.flatMap((moment) => orders.map((order) => [attempt, moment, ...order] as const)),
);

describe('an order given in an attempt', () => {
  it.each(places)('%i, %s: %s of %s is of this attempt and ends with it', (attempt, moment, verb, target) => {
    const { run, cluster } = campaignAt(attempt, moment);
    expect(cluster).toMatchObject({ attempts: attempt, outbox: [] });
    const request = { target, ...said, gate: '', digest: '' };
    if (rules[verb].refuse(run, request) !== null) return;
    const { outbox } = cluster;
    rules[verb].act(run, request);
    expect(cluster.outbox).toBe(outbox);
    expect(outbox).toHaveLength(1);
    const answersNothing = verb === 'promote' || (verb === 'abort' && target.startsWith('pool/'));
    if (!answersNothing) expect(cluster.phase).toBe('Running');

    const isCalledOff =
      (verb === 'abort' || verb === 'rollback') && (!target.startsWith('pool/') || verb === 'rollback');
    closeAttempt(cluster, settleOutcome(cluster, ends[attempt - 1]!), at);
    expect(cluster.hasSecondAttempt).toBe(attempt === 1 && !isCalledOff);
    expect(cluster).toMatchObject({ paused: false, waitingFor: null, askedAbout: null, retryWaits: null });
    if (attempt === 1 && isCalledOff)
      expect(cluster).toMatchObject({
        phase: 'Aborted',
        reason: expect.stringContaining('by bob') as unknown,
      });
    const isKept = attempt === 1 && verb === 'skip' && target.startsWith('pool/') && moment !== 'asking';
    openAttempt(cluster, at);
    expect(cluster.outbox).not.toBe(outbox);
    expect(cluster.outbox).toHaveLength(isKept ? 1 : 0);
  });
});

it.each([
  [1, null],
  [2, null],
  [3, 2],
])('in attempt %i, %j is known as the last one that changed the cluster', (attempt, changedByAttempt) => {
  expect(campaignAt(attempt, 'on its way').cluster.changedByAttempt).toBe(changedByAttempt);
});
