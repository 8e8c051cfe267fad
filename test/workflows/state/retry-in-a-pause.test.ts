import { describe, expect, it } from 'vitest';
import type { Pause } from '#domain/campaign/pauses.ts';
import { rules } from '#workflows/operator/listen-to-operators.ts';
import { retryVerb } from '#workflows/operator/target-verbs.ts';
import type { CampaignRun } from '#workflows/state/campaign-run.ts';
import { statusOf } from '#workflows/state/campaign-status.ts';
import { aCampaignCluster, aCampaignRun } from '../../builders/a-campaign-run.ts';

const said = { by: 'anna', reason: 'mended' };
const since = '2026-11-20T08:00:00Z';
const policy: Pause = { by: 'rule', at: 'node-pool', since, reason: 'stage test: 2 of 3 failed' };
const bob = (at: Pause['at']): Pause => ({ by: 'operator', at, since, reason: 'paused by bob' });

/** Two wait for a decision, their cluster paused; a third was closed as failed. */
const paused = (pause: Pause, ruleBeneath: Pause | null = null) =>
  aCampaignRun({
    paused: pause,
    ruleBeneath,
    clusters: [
      aCampaignCluster('m3', { phase: 'NeedsDecision', askedAbout: 'np1', paused: true, failed: true }),
      aCampaignCluster('m4', { phase: 'NeedsDecision', askedAbout: 'np1', paused: true, failed: true }),
      aCampaignCluster('m5', { phase: 'Failed', failed: true }),
    ],
  });
const signals = (run: ReturnType<typeof paused>) =>
  run.clusters.map(({ outbox }) => outbox.map(({ signal }) => signal));

describe('a retry while the failure policy holds the campaign', () => {
  it('is carried out, and nothing else is', () => {
    const run = paused(policy);
    expect(retryVerb.act(run, { target: 'pool/m3/np1', ...said }).text).toBe('Retrying m3.');
    expect(signals(run)).toEqual([['decide', 'resume'], [], []]);
    const { phase, progress } = statusOf({ ...run, clusters: run.clusters.slice(0, 1) });
    expect([phase, progress.failed]).toEqual(['Running', 1]);
  });

  it('gives a closed cluster its next turn', () => {
    const run = paused(policy);
    retryVerb.act(run, { target: 'cluster/m5', ...said });
    expect(run.clusters[2]).toMatchObject({ phase: 'NotStarted', retried: true });
    expect(statusOf(run).progress.failed).toBe(3);
  });
});

describe('the answer to a retry that ends the pause of the failure policy', () => {
  const also = ', and the campaign continues with other clusters, too: next.';
  const ends = " The failure policy's pause ends";
  const others = [aCampaignCluster('next'), aCampaignCluster('later', { stage: 'production' })];

  it.each<[string, Partial<CampaignRun>, keyof typeof rules, string, string]>([
    ['says that others continue', {}, 'retry', 'pool/m3/np1', `${ends}${also}`],
    ['says so of a clean-up', {}, 'clean-up', 'pool/m3/np1', `${ends}${also}`],
    [
      'says until when of a skipped pool, whose cluster fails by it',
      {},
      'skip',
      'pool/m3/np1',
      `${ends} until m3 has ended${also}`,
    ],
    ['says nothing where the pause stays', {}, 'retry', 'pool/m4/np1', ''],
    ['says nothing of a cluster that ends', {}, 'skip', 'cluster/m3', ''],
    [
      "says nothing under an operator's pause",
      { paused: bob('stage'), ruleBeneath: policy },
      'retry',
      'pool/m3/np1',
      'resume k8s-1-34 --reason TEXT',
    ],
    ['names no others where there are none', { clusters: [] }, 'retry', 'pool/m3/np1', `${ends}.`],
    [
      'names none of a later stage, which waits for this one',
      { clusters: others.slice(1) },
      'retry',
      'pool/m3/np1',
      `${ends}.`,
    ],
  ])('%s', (_, over, verb, target, end) => {
    const run = paused(policy);
    const clusters =
      over.clusters === undefined
        ? [...run.clusters, ...others]
        : [...run.clusters.slice(0, 1), ...over.clusters];
    Object.assign(run, { pauseEndsWith: { continued: ['m3'], calledOff: [] }, ...over, clusters });
    const { text } = rules[verb].act(run, { target, forMs: 1, gate: '', digest: '', ...said });
    expect(text.endsWith(end)).toBe(true);
    expect(text.includes(ends)).toBe(end.includes(ends));
  });

  it('counts clusters that are retried together', () => {
    const run = paused(policy);
    run.failures = new Set(run.clusters.map(({ plan }) => plan.resourceId));
    const of = (target: string) => retryVerb.act(run, { target, ...said }).text;
    expect(of('cluster/m3')).not.toContain(ends);
    run.failures = new Set([run.clusters[1]!.plan.resourceId]);
    expect(of('stage/test')).toContain(`${ends}.`);
  });
});

it('a retry of a drain that is blocked says that it waits, and of others that they are tried again', () => {
  const asked = { phase: 'NeedsDecision', askedAbout: 'np1' } as const;
  const run = aCampaignRun({
    clusters: [aCampaignCluster('m3', { ...asked, retryWaits: '6m' }), aCampaignCluster('m4', asked)],
  });
  expect(retryVerb.act(run, { target: 'stage/test', ...said }).text).toBe(
    'Retrying m4. Waiting another 6m for the blocked drain on m3.',
  );
});

describe('a retry while a person has paused the campaign', () => {
  const waits = 'The campaign is paused: the retry starts after drydock resume k8s-1-34 --reason TEXT';

  it.each<[string, Pause, Pause | null, string, string]>([
    ['waits for a resume', bob('node-pool'), null, 'pool/m3/np1', `Retrying m3. ${waits}`],
    ['and the policy too', bob('stage'), policy, 'pool/m3/np1', `Retrying m3. ${waits}`],
    ['lets clusters that run be finished', bob('cluster'), null, 'pool/m3/np1', 'Retrying m3.'],
    ['begins no cluster', bob('cluster'), null, 'cluster/m5', `Retrying m5. ${waits}`],
    ['lets the stage be finished', bob('stage'), null, 'cluster/m5', 'Retrying m5.'],
  ])('%s', (_rule, pause, beneath, target, text) => {
    const run = paused(pause, beneath);
    expect(retryVerb.act(run, { target, ...said }).text).toBe(text);
    expect(signals(run).flat()).not.toContain('resume');
    expect(run.clusters.some(({ retried }) => retried)).toBe(false);
  });
});
