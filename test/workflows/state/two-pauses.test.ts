import { describe, expect, it } from 'vitest';
import { campaignRecord } from '#cli/view/status/campaign-record.ts';
import type { Pause } from '#domain/campaign/pauses.ts';
import { openFailureBudget } from '#workflows/campaign/failure-budget.ts';
import { pauseVerb, resumeVerb } from '#workflows/operator/campaign-verbs.ts';
import { rules } from '#workflows/operator/listen-to-operators.ts';
import type { CampaignRun } from '#workflows/state/campaign-run.ts';
import { statusOf } from '#workflows/state/campaign-status.ts';
import { aRing } from '../../builders/a-campaign.ts';
import { aCampaignCluster, aCampaignRun } from '../../builders/a-campaign-run.ts';

const bob = { by: 'bob', reason: 'incident 7' };
const strict = { maxFailures: 0, minSuccess: '0%', maxConsecutive: null, onExceeded: 'Pause' } as const;
const now = '2026-11-20T08:00:00Z';
const why = 'stage test: 1 of 2 clusters failed; limit 0 (the default of maxFailures)';

/** Two clusters, of which none may fail: one does while another runs; `production` follows. */
const failing = (onExceeded: 'Pause' | 'Abort' = 'Pause') => {
  const clusters = [
    aCampaignCluster('aks-failed', { phase: 'Running' }),
    aCampaignCluster('aks-busy', { phase: 'Running' }),
    aCampaignCluster('aks-pay', { stage: 'production' }),
  ];
  const stage = aRing('test', { failurePolicy: { ...strict, onExceeded } });
  const run = aCampaignRun({ clusters }, { stages: [stage, aRing('production')] });
  const budget = openFailureBudget(run, stage, 2);
  return { run, budget, fail: () => budget.end(clusters[0]!.plan.resourceId, 'failed') };
};

describe('a failure policy that pauses the last stage', () => {
  it.each(['rollback', 'abort'] as const)('asks for no resume while its last cluster ends by %s', (verb) => {
    const cluster = aCampaignCluster('aks-a', { phase: 'NeedsDecision', askedAbout: 'np1' });
    const stage = aRing('test', { failurePolicy: strict });
    const run = aCampaignRun({ clusters: [cluster] }, { stages: [stage] });
    openFailureBudget(run, stage, 1).end(cluster.plan.resourceId, 'failed');
    rules[verb].act(run, { target: 'cluster/aks-a', ...bob });
    expect(cluster.phase).toBe('Running');
    expect(statusOf(run).waitingFor).toEqual([]);
  });
});

it('the pause of an aborted stage outlives clusters that end well', () => {
  const { run, budget } = failing();
  rules.abort.act(run, { target: 'stage/test', ...bob });
  budget.end(run.clusters[1]!.plan.resourceId, 'succeeded');
  expect(run.paused?.reason).toBe('stage test was aborted by bob: incident 7');
});

it.each([false, true])(
  'one more failure is the reason in status and record, paused by an operator too: %s',
  (isPaused) => {
    const { run, budget, fail } = failing();
    if (isPaused) pauseVerb.act(run, { at: 'stage', ...bob });
    fail();
    budget.end(run.clusters[1]!.plan.resourceId, 'failed');
    const { reason, journal = [] } = statusOf(run);
    expect(journal.map(({ what }) => what)).toEqual(['paused', 'paused']);
    expect(journal.at(-1)?.text).toBe(
      'stage test: 2 of 2 clusters failed; limit 0 (the default of maxFailures)',
    );
    expect(reason?.endsWith(journal.at(-1)!.text)).toBe(true);
  },
);

describe('a resume', () => {
  const resumed = (run: CampaignRun, seen?: string) =>
    resumeVerb.refuse(run, { ...bob, ...(seen === undefined ? {} : { pause: seen }) });

  it('ends the pause that was seen, and records which', () => {
    const { run } = failing();
    pauseVerb.act(run, bob);
    expect(resumed(run, statusOf(run).pause?.id)).toBeNull();
    const ended = `the operator's pause since ${now} (paused by bob: incident 7)`;
    expect(resumeVerb.act(run, bob).decision).toMatchObject({ verb: 'resume', ended });
    expect(campaignRecord(statusOf(run)).at(-1)?.text).toBe(`incident 7; ended ${ended}`);
    expect(statusOf(run).pause).toBeUndefined();
  });

  it.each<[string, (run: CampaignRun, fail: () => void) => unknown]>([
    ['a rule paused again after the resume of another', (run, fail) => [resumeVerb.act(run, bob), fail()]],
    [
      'an operator paused above it',
      (run) => pauseVerb.act(run, { at: 'cluster', by: 'eve', reason: 'wait' }),
    ],
    ['more failed since', (run) => Object.assign(run, { paused: { ...run.paused, reason: '2 of 3' } })],
  ])('ends no pause that was not seen: %s', (_, happens) => {
    const { run, fail } = failing();
    pauseVerb.act(run, bob);
    const seen = statusOf(run).pause?.id;
    happens(run, fail);
    expect(resumed(run, seen)).toMatchObject({
      type: 'StaleDecision',
      text: expect.stringMatching(
        /^It is not the pause that you have seen\. In force is the .* pause since /,
      ),
    });
    expect(resumed(run)).toBeNull();
  });
});

describe('a failure policy that is exceeded while a person has paused the campaign', () => {
  it('stops it as well: both reasons are shown, and nothing more begins', () => {
    const { run, fail } = failing();
    pauseVerb.act(run, { at: 'stage', ...bob });
    fail();
    const { reason, waitingFor } = statusOf(run);
    expect(reason).toBe(`paused by bob: incident 7; ${why}`);
    expect(waitingFor.map(({ act }) => act)).toEqual([
      `drydock resume k8s-1-34 --reason TEXT (it is then still paused for the second reason)`,
    ]);
    expect(run.clusters[1]!.outbox.map(({ signal }) => signal)).toEqual(['pause']);
  });

  it.each(['before', 'after'])('is accepted by a resume of its own: paused %s it was exceeded', (when) => {
    const { run, fail } = failing();
    if (when === 'after') fail();
    pauseVerb.act(run, { at: 'stage', ...bob });
    if (when === 'before') fail();
    expect(resumeVerb.act(run, { ...bob, reason: 'over' }).text).toBe(
      `Ended the operator's pause since ${now} (paused by bob: incident 7). Still in force: the failure policy's pause since ${now} (${why}). To end that, too: drydock resume k8s-1-34 --reason TEXT`,
    );
    expect([run.paused?.by, run.acceptedFailures.size]).toEqual(['rule', 0]);
    expect(run.clusters[1]!.outbox.map(({ signal }) => signal)).toEqual(['pause']);
    expect(resumeVerb.act(run, { ...bob, reason: 'we know' }).text).toBe(
      `Ended the failure policy's pause since ${now} (${why}). The campaign continues.`,
    );
    expect([run.paused, run.acceptedFailures.size]).toEqual([null, 1]);
    expect(run.clusters[1]!.outbox.at(-1)?.signal).toBe('resume');
  });

  it('is forgotten once what failed is tried again; the person has the word as before', () => {
    const { run, budget, fail } = failing();
    pauseVerb.act(run, { at: 'stage', ...bob });
    fail();
    budget.reopen(run.clusters[0]!.plan.resourceId);
    const theirs: Partial<Pause> = { by: 'operator', at: 'stage' };
    expect([run.paused, run.ruleBeneath]).toEqual([expect.objectContaining(theirs), null]);
    expect(run.clusters[1]!.outbox.map(({ signal }) => signal)).toEqual(['pause', 'resume']);
  });

  it('ends the campaign where the file says Abort', () => {
    const { run, fail } = failing('Abort');
    pauseVerb.act(run, { at: 'stage', ...bob });
    fail();
    expect(run.aborted).toBe(why);
  });
});
