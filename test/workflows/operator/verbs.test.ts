import { describe, expect, it } from 'vitest';
import { isExcluded, isSamePerson } from '#domain/gate/decider.ts';
import { conclude } from '#workflows/campaign/conclude-campaign.ts';
import { abortVerb } from '#workflows/operator/abort-verb.ts';
import { pauseVerb, promoteVerb, resumeVerb } from '#workflows/operator/campaign-verbs.ts';
import { cleanUpVerb } from '#workflows/operator/clean-up-verb.ts';
import { forceVerb } from '#workflows/operator/force-verb.ts';
import { approveVerb, rejectVerb } from '#workflows/operator/gate-verbs.ts';
import { rollbackVerb } from '#workflows/operator/rollback-verb.ts';
import { pause } from '#workflows/operator/steer-campaign.ts';
import { retryVerb, skipVerb } from '#workflows/operator/target-verbs.ts';
import type { CampaignCluster } from '#workflows/state/campaign-cluster.ts';
import type { CampaignRun } from '#workflows/state/campaign-run.ts';
import { statusOf } from '#workflows/state/campaign-status.ts';
import { anApproval, aRing } from '../../builders/a-campaign.ts';
import { aCampaignCluster, aCampaignRun } from '../../builders/a-campaign-run.ts';

const said = { by: 'anna', reason: 'not today' };

/** test: one waits for a decision, one runs, one has not begun; production: one has not begun. */
const halfWay = (over: Partial<CampaignRun> = {}): CampaignRun =>
  aCampaignRun({
    clusters: [
      aCampaignCluster('aks-failed', { phase: 'NeedsDecision', askedAbout: 'np1' }),
      aCampaignCluster('aks-busy', { phase: 'Running' }),
      aCampaignCluster('aks-later'),
      aCampaignCluster('aks-done', { phase: 'Completed' }),
      aCampaignCluster('aks-left', { phase: 'Skipped', startedAt: null, hasSecondAttempt: true }),
      aCampaignCluster('aks-gone', { phase: 'Failed' }),
      aCampaignCluster('aks-pay', { stage: 'production' }),
    ],
    ...over,
  });
/** All of test is done; it soaks, or stands at its gate. */
const testIsDone = () => {
  const clusters = halfWay().clusters.filter(({ phase }) => phase !== 'NeedsDecision' && phase !== 'Running');
  return halfWay({ stageIsOpen: false, clusters });
};
const inProduction = () => halfWay({ stage: 'production' });

const phasesOf = ({ clusters }: CampaignRun, stage: string) =>
  clusters.filter((cluster) => cluster.stage === stage).map(({ phase }) => phase);
const clusterStateOf = ({ clusters }: CampaignRun, name: string): CampaignCluster =>
  clusters.find((cluster) => cluster.plan.name === name)!;

describe('the answer to a pause', () => {
  it.each<[string, readonly CampaignCluster[], string]>([
    ['one that runs', [aCampaignCluster('aks-a', { phase: 'Running' })], 'The campaign continues.'],
    [
      'one that asks',
      [aCampaignCluster('aks-a', { phase: 'NeedsDecision' })],
      'Waiting for a decision: aks-a. The choices: drydock status k8s-1-34',
    ],
    [
      'one that asks and one that has yet to begin',
      [aCampaignCluster('aks-a', { phase: 'NeedsDecision' }), aCampaignCluster('aks-b')],
      'The campaign continues with its other clusters. Waiting for a decision: aks-a. The choices: drydock status k8s-1-34',
    ],
    [
      'one that asks, before a later stage',
      [
        aCampaignCluster('aks-a', { phase: 'NeedsDecision' }),
        aCampaignCluster('aks-b', { stage: 'production' }),
      ],
      'Waiting for a decision: aks-a. The choices: drydock status k8s-1-34',
    ],
    [
      'none',
      [aCampaignCluster('aks-a', { phase: 'Failed', finishedAt: '2026-11-20T08:00:00Z' })],
      'Nothing is left to begin: the campaign ends.',
    ],
  ])('and then to its resume says what follows, with %s left', (_left, clusters, text) => {
    const stages = [aRing('test'), aRing('production')];
    const isLast = clusters.every(({ stage }) => stage === 'test');
    const run = aCampaignRun({ clusters: [...clusters] }, { stages: isLast ? [aRing('test')] : stages });
    pauseVerb.act(run, said);
    expect(resumeVerb.act(run, said).text.split(' (paused by anna: not today). ')[1]).toBe(text);
  });

  it('names the pause of a rule beneath it', () => {
    const run = aCampaignRun({ clusters: [aCampaignCluster('aks-a')] });
    pause(run, 'rule', 'node-pool', '1 of 2 failed');
    expect(pauseVerb.act(run, { ...said, at: 'cluster' }).text).toMatch(
      /^Paused\. No operation runs in Azure\. It was paused already: the failure policy's pause since \S+ \(1 of 2 failed\); each pause takes a resume of its own\.$/,
    );
  });
});

describe('an abort', () => {
  it.each<[string, CampaignRun, string, string | null]>([
    ['of the stage that runs', halfWay(), 'stage/test', null],
    [
      'of a stage whose clusters are done',
      testIsDone(),
      'stage/test',
      'Stage test has ended: there is nothing to abort.',
    ],
    ['of an earlier stage', inProduction(), 'stage/test', 'Stage test has ended: there is nothing to abort.'],
    [
      'of a stage that has not begun',
      halfWay(),
      'stage/production',
      'Stage production has not started. To skip it: drydock skip k8s-1-34 --target stage/production --reason TEXT',
    ],
    ['of no stage', halfWay(), 'stage/prod', 'There is no stage prod in this campaign.'],
    [
      'of a mistyped stage',
      halfWay(),
      'stage/tset',
      'There is no stage tset in this campaign; did you mean test?',
    ],
    ['of a cluster that runs', halfWay(), 'cluster/aks-busy', null],
    [
      'of a cluster that has not begun',
      halfWay(),
      'cluster/aks-pay',
      'aks-pay has not started. To skip it: drydock skip k8s-1-34 --target cluster/aks-pay --reason TEXT',
    ],
    [
      'of a cluster that gets another turn',
      halfWay(),
      'cluster/aks-left',
      'aks-left has not started. To skip it: drydock skip k8s-1-34 --target cluster/aks-left --reason TEXT',
    ],
    ['of a cluster that is done', halfWay(), 'cluster/aks-done', 'aks-done has ended (Completed).'],
    ['of a cluster that failed', halfWay(), 'cluster/aks-gone', 'aks-gone has ended (Failed).'],
    ['of no cluster', halfWay(), 'cluster/aks', 'There is no cluster aks in this campaign.'],
    ['of a pool of a cluster that runs', halfWay(), 'pool/aks-busy/np1', null],
    [
      'of a pool of a cluster that is done',
      halfWay(),
      'pool/aks-done/np1',
      'aks-done has ended (Completed).',
    ],
    [
      'of a pool of a cluster that has not begun',
      halfWay(),
      'pool/aks-pay/np1',
      'aks-pay has not started. To skip it: drydock skip k8s-1-34 --target cluster/aks-pay --reason TEXT',
    ],
  ])('%s: %s', (_what, run, target, refusal) => {
    expect(abortVerb.refuse(run, { target, ...said })?.text ?? null).toBe(refusal);
  });

  it.each<[string, CampaignRun, string]>([
    ['the first stage', halfWay(), 'stage/test; the campaign then pauses.'],
    [
      'a middle stage',
      aCampaignRun({ stage: 'production' }, { stages: [aRing('test'), aRing('production'), aRing('rest')] }),
      'stage/production; the campaign then pauses.',
    ],
    ['the last stage', inProduction(), 'stage/production; the campaign then ends.'],
  ])('of %s says what follows', (_what, run, text) => {
    const [target = '', then] = text.split('; ');
    const answer = abortVerb.act(run, { target, ...said }).text;
    expect(answer).toContain(`Aborting stage ${target.split('/')[1]}; ${then}`);
  });

  const wait = { kind: 'lock', name: 'aks-a', since: '', until: null, act: '' } as const;
  it.each<[string, Partial<CampaignCluster>, string]>([
    ['runs', { phase: 'Running' }, 'Operations may still run in Azure: aks-a.'],
    ['asks about a blocked drain', { phase: 'NeedsDecision' }, 'Operations may still run in Azure: aks-a.'],
    ['asks, with nothing under way', { phase: 'NeedsDecision', atRest: true }, 'No operation runs in Azure.'],
    ['was answered', { phase: 'Running', atRest: true }, 'Operations may still run in Azure: aks-a.'],
    ['acknowledged a pause', { phase: 'Running', paused: true }, 'No operation runs in Azure.'],
    ['waits for its lock', { phase: 'Running', waitingFor: wait }, 'No operation runs in Azure.'],
    ['is tried again later', { phase: 'Skipped', hasSecondAttempt: true }, 'No operation runs in Azure.'],
  ])('of a cluster that %s, like its pause, claims no operation that cannot be known', (_is, over, text) => {
    const run = () => aCampaignRun({ clusters: [aCampaignCluster('aks-a', over)] });
    for (const target of ['cluster/aks-a', 'stage/test', 'campaign'])
      expect(abortVerb.act(run(), { target, ...said }).text.endsWith(`. ${text}`)).toBe(true);
    const { phase, hasSecondAttempt = false } = over;
    const runs = phase === 'Running' && !hasSecondAttempt && over.waitingFor === undefined;
    const first = runs ? '; operations in Azure finish first' : '';
    expect(pauseVerb.act(run(), said).text).toBe(`Paused${first}. ${text}`);
  });

  it('of a stage leaves no campaign Completed, though nothing of it had begun', () => {
    const clusters = ['Completed', 'NotStarted'] as const;
    const run = aCampaignRun({
      clusters: clusters.map((phase, index) => aCampaignCluster(`aks-${index}`, { phase })),
    });
    abortVerb.act(run, { target: 'stage/test', ...said });
    expect(conclude(run, null)).toMatchObject({
      phase: 'CompletedWithFailures',
      reason: 'aborted: aks-1',
      clusters: [{ phase: 'Completed' }, { phase: 'Aborted' }],
    });
  });

  it('of the last stage requires no resume', () => {
    const clusters = [aCampaignCluster('aks-pay', { stage: 'production' })];
    const run = aCampaignRun({ stage: 'production', clusters });
    abortVerb.act(run, { target: 'stage/production', ...said });
    expect(statusOf(run).waitingFor).toEqual([]);
  });
});

describe('a pause', () => {
  it('is written down with how far what runs is let go on', () => {
    const run = halfWay();
    pauseVerb.act(run, { at: 'cluster', ...said });
    pauseVerb.act(run, said);
    expect(run.decisions.map(({ verb, level }) => [verb, level])).toEqual([
      ['pause', 'cluster'],
      ['pause', 'node-pool'],
    ]);
  });
});

describe('a skip', () => {
  it('of a stage that has not begun leaves all of it out, and says who and why', () => {
    const run = halfWay();
    expect(skipVerb.refuse(run, { target: 'stage/production', ...said })).toBeNull();
    expect(skipVerb.act(run, { target: 'stage/production', ...said }).text).toBe('Skipping aks-pay.');
    expect(clusterStateOf(run, 'aks-pay')).toMatchObject({
      phase: 'Skipped',
      reason: 'skipped by anna: not today',
    });
    expect(run.decisions).toMatchObject([{ verb: 'skip', target: 'stage/production', by: 'anna' }]);
  });

  it('of the stage that runs leaves what waits or has not begun, and says what goes on', () => {
    const run = halfWay();
    expect(skipVerb.act(run, { target: 'stage/test', ...said }).text).toBe(
      'Skipping aks-failed, aks-later, aks-left. In progress, not skipped: aks-busy.',
    );
    expect(phasesOf(run, 'test').slice(0, 3)).toEqual(['Running', 'Running', 'Skipped']);
    expect(clusterStateOf(run, 'aks-left').hasSecondAttempt).toBe(false);
    expect(phasesOf(run, 'production')).toEqual(['NotStarted']);
  });

  it.each<[string, CampaignRun, string, string | null]>([
    ['of a cluster of a later stage', halfWay(), 'cluster/aks-pay', null],
    [
      'of a cluster of the first stage before any has begun',
      halfWay({ stage: null, stageIsOpen: false }),
      'cluster/aks-later',
      null,
    ],
    [
      'of a cluster that runs',
      halfWay(),
      'cluster/aks-busy',
      'Nothing of cluster/aks-busy waits for a decision or has yet to start (aks-busy: Running).',
    ],
    [
      'of a stage whose clusters are done',
      testIsDone(),
      'stage/test',
      'Stage test has ended; start a new campaign for stage/test.',
    ],
    ['of no stage', halfWay(), 'stage/prod', 'There is no stage prod in this campaign.'],
    [
      'of a mistyped stage',
      halfWay(),
      'stage/tset',
      'There is no stage tset in this campaign; did you mean test?',
    ],
    ['of the pool that is asked about', halfWay(), 'pool/aks-failed/np1', null],
    [
      'of a pool of a cluster that has not begun',
      halfWay(),
      'pool/aks-pay/np1',
      'aks-pay has not started: skip the whole cluster (cluster/aks-pay), or its node pools once it runs.',
    ],
  ])('%s', (_what, run, target, refusal) => {
    expect(skipVerb.refuse(run, { target, ...said })?.text ?? null).toBe(refusal);
  });
});

describe('a retry', () => {
  it('takes back that a stage was skipped before it began', () => {
    const run = halfWay();
    skipVerb.act(run, { target: 'stage/production', ...said });
    expect(retryVerb.refuse(run, { target: 'stage/production', ...said })).toBeNull();
    retryVerb.act(run, { target: 'stage/production', ...said });
    expect(phasesOf(run, 'production')).toEqual(['NotStarted']);
  });

  it.each<[string, CampaignRun, string, string | null]>([
    ['of the stage that runs', halfWay(), 'stage/test', null],
    ['of a cluster that failed while its stage runs', halfWay(), 'cluster/aks-gone', null],
    ['of the pool that is asked about', halfWay(), 'pool/aks-failed/np1', null],
    [
      'of another pool',
      halfWay(),
      'pool/aks-failed/system',
      'aks-failed does not wait for a decision about pool/aks-failed/system.',
    ],
    [
      'of a cluster whose stage soaks, where nothing would take it up',
      testIsDone(),
      'cluster/aks-gone',
      'Stage test has ended; start a new campaign for cluster/aks-gone.',
    ],
    [
      'of a cluster that waits for another turn anyhow',
      halfWay(),
      'cluster/aks-left',
      'Nothing of cluster/aks-left waits for a decision or has failed (aks-left: Skipped).',
    ],
    [
      'of a cluster that is done',
      halfWay(),
      'cluster/aks-done',
      'Nothing of cluster/aks-done waits for a decision or has failed (aks-done: Completed).',
    ],
  ])('%s', (_what, run, target, refusal) => {
    expect(retryVerb.refuse(run, { target, ...said })?.text ?? null).toBe(refusal);
  });
});

describe('an approval', () => {
  const approval = anApproval({ approvers: ['anna', 'bob', 'carol'], quorum: 2 });
  const stages = [aRing('test', { approval }), aRing('production')];
  const wait = { kind: 'gate', name: 'test', since: '', until: null, act: '' } as const;
  const atGate = (...approvedBy: string[]) =>
    aCampaignRun({ gate: { name: 'test', approvedBy }, waitingFor: wait, stageIsOpen: false }, { stages });
  const request = { gate: 'test', digest: 'sha256:1', ...said };

  it.each([
    ['tset', 'Refused: there is no gate tset in this campaign; did you mean test?'],
    ['elsewhere', 'Refused: there is no gate elsewhere in this campaign; its gates: test.'],
    ['production', 'Refused: there is no gate production in this campaign; its gates: test.'],
  ])('of a gate that is not there, %s, names the one that was meant', (gate, refusal) => {
    for (const rule of [approveVerb, rejectVerb])
      expect(rule.refuse(atGate(), { ...request, gate })?.text).toBe(refusal);
  });

  it('is not taken twice from one person', () => {
    expect(approveVerb.refuse(atGate('Anna'), request)?.text).toBe(
      'Refused: anna has approved gate test already; 1 more must, and not the same person.',
    );
  });

  it.each([
    [['anna', 'bob', 'carol'], 2, ['anna']],
    [['anna', 'bob', 'carol'], 1, []],
    [['alice', 'bob'], 1, []],
    [[], 1, []],
    [[], 3, ['anna', 'bob']],
  ])(
    'of %j, quorum %i, approved by %j: who may is what the campaign accepts',
    (approvers, quorum, approvedBy) => {
      const terms = [aRing('test', { approval: anApproval({ approvers, quorum }) }), aRing('production')];
      const run = aCampaignRun(
        { gate: { name: 'test', approvedBy: [...approvedBy] }, waitingFor: wait, stageIsOpen: false },
        { stages: terms },
      );
      const { startedBy } = run.input;
      const [{ actions = [] } = {}] = statusOf(run).waitingFor;
      for (const [verb, rule] of [['approve', approveVerb] as const, ['reject', rejectVerb] as const]) {
        const who = actions.find((action) => action.verb === verb)?.who;
        if (who === undefined) throw new Error(`${verb} does not say who may send it`);
        for (const by of [startedBy, 'alice', 'anna', 'bob', 'carol', 'dave', 'BOB']) {
          const isNamed = who.from?.some((each) => isSamePerson(each, by)) ?? true;
          const isAccepted = rule.refuse(run, { ...request, by }) === null;
          expect([verb, by, isAccepted]).toEqual([verb, by, isNamed && !isExcluded(who, by)]);
        }
      }
    },
  );

  it('stands in the status, with who is missing', () => {
    expect(statusOf(atGate('anna')).waitingFor).toMatchObject([
      { kind: 'gate', approvals: { quorum: 2, approvedBy: ['anna'], from: ['bob', 'carol'] } },
    ]);
  });
});

describe('a promotion', () => {
  it.each([
    ['of a cluster that is over', 'cluster/aks-done', 'aks-done has ended (Completed).'],
    ['of a cluster that has not begun', 'cluster/aks-pay', 'aks-pay has not started.'],
  ])('%s is refused', (_what, target, text) => {
    expect(promoteVerb.refuse(halfWay(), { target, ...said })?.text).toBe(text);
  });
});

describe('a word for force', () => {
  const terms = { approvers: ['bob'], longestMs: 3_600_000 };
  const asked = (askedStep: string | null) =>
    aCampaignRun(
      { clusters: [aCampaignCluster('aks-pay', { phase: 'NeedsDecision', askedStep })] },
      { forceUpgrade: terms },
    );
  const word = { target: 'cluster/aks-pay', forMs: 3_600_000, by: 'bob', reason: 'CHG0042' };

  it.each([
    ['np1', 'it holds for no later step'],
    [
      'control plane',
      'Retrying control plane of aks-pay with force: deprecated APIs and disruption budgets do not block it. Force is switched off after this attempt, at the latest 1h after it starts; it holds for no later step.',
    ],
    [
      null,
      'Retrying aks-pay with force: deprecated APIs and disruption budgets do not block it. Force is switched off after this attempt, at the latest 1h after it starts; it holds for no later step.',
    ],
  ])('is answered with the step that it is for: %s', (step, answer) => {
    const run = asked(step);
    expect(forceVerb.refuse(run, word)).toBeNull();
    const { text } = forceVerb.act(run, word);
    expect(text).toContain(answer);
    expect(text).toContain('it holds for no later step');
  });

  it('is refused for whom the file does not name, and says who may', () => {
    expect(forceVerb.refuse(asked('np1'), { ...word, by: 'eve' })).toMatchObject({
      type: 'NotAnApprover',
      text: expect.stringContaining('bob may decide'),
    });
  });
});

describe('a rollback', () => {
  it.each([
    ['cluster/aks-gone', '-n NODE_POOL'],
    ['pool/aks-gone/np1', '-n np1'],
  ])('of %s, which has ended, names the whole command of the Azure CLI', (target, pool) => {
    const run = halfWay();
    clusterStateOf(run, 'aks-gone').startedAt = '2026-11-20T08:00:00Z';
    expect(rollbackVerb.refuse(run, { target, ...said })?.text).toMatch(
      new RegExp(
        `^The upgrade of aks-gone has ended \\(Failed\\)\\. .*: az aks nodepool rollback --subscription \\S+ -g \\S+ --cluster-name aks-gone ${pool}$`,
      ),
    );
  });

  const never = { rollback: { nodePools: 'Never', controlPlanes: 'Never' } } as const;
  const run = aCampaignRun({ clusters: [aCampaignCluster('aks-pay', { phase: 'Running' })] }, never);

  it.each([
    ['of a cluster that is not there', 'aks-nope', 'There is no cluster aks-nope in this campaign.'],
    ['that the file forbids', 'aks-pay', 'The campaign file says rollback.nodePools: Never.'],
  ])('%s is refused with that', (_, cluster, why) => {
    expect(rollbackVerb.refuse(run, { target: `cluster/${cluster}`, ...said })?.text).toBe(why);
  });
});

describe('a clean-up', () => {
  const target = 'pool/aks-pay/np1';
  const asked = (mayCleanUp: boolean | null, askedAbout: string | null = 'np1') =>
    aCampaignRun({
      clusters: [aCampaignCluster('aks-pay', { phase: 'NeedsDecision', askedAbout, mayCleanUp })],
    });

  it.each([
    ['that has quarantined nodes', true],
    ['of which it is not known whether it has', null],
  ])('is for a pool %s', (_what, mayCleanUp) => {
    expect(cleanUpVerb.refuse(asked(mayCleanUp), { target, ...said })).toBeNull();
  });

  it.each([
    ['where nothing is quarantined', asked(false), 'there is nothing to clean up'],
    [
      'where the question is about another pool',
      asked(true, 'np2'),
      'aks-pay does not wait for a decision about node pool np1.',
    ],
  ])('is refused %s', (_what, run, why) => {
    expect(cleanUpVerb.refuse(run, { target, ...said })?.text).toContain(why);
  });
});
