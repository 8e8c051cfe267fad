import { describe, expect, it } from 'vitest';
import { answersToDecision, answersToGate, answersToPause } from '#domain/status/actions.ts';
import { explainWaits } from '#domain/status/explain-waits.ts';
import type { ClusterStatus, WaitingFor } from '#domain/status/status.ts';
import { aClusterStatus } from '../../builders/a-campaign-status.ts';

const campaign = 'k8s-1-34';
const wait = (over: Partial<WaitingFor> & Pick<WaitingFor, 'kind' | 'name'>): WaitingFor => ({
  since: '2026-11-20T08:00:00Z',
  until: null,
  act: 'drydock ...',
  ...over,
});
const decision = (cluster: string) =>
  wait({
    kind: 'decision',
    name: cluster,
    actions: answersToDecision({ campaign, cluster, pool: 'np1', step: 'np1', mayRollBack: true }),
  });
const paused = (pausedBy: 'operator' | 'rule', ends: readonly string[] = ['aks-b']) =>
  wait({
    kind: 'paused',
    name: campaign,
    pausedBy,
    endsWith: { continued: ends, calledOff: ends },
    actions: answersToPause(campaign, 'continues'),
  });
const cluster = (name: string, over: Partial<ClusterStatus> = {}) =>
  aClusterStatus({ name, resourceId: `/subscriptions/s/${name}`, ...over });
const seen = {
  reason: 'stage test: 1 of 2 clusters failed; limit 0 (maxFailures)',
  stages: [
    {
      name: 'test',
      phase: 'NeedsDecision' as const,
      clusters: [
        cluster('aks-a', { phase: 'Completed' }),
        cluster('aks-b', { phase: 'NeedsDecision', failed: true, reason: '1 of 3 nodes is not Ready.' }),
        cluster('aks-c', { phase: 'Skipped', reason: 'busy' }),
      ],
    },
  ],
};
const explain = (...waits: readonly WaitingFor[]) => explainWaits(waits, seen);
const verbs = ({ actions = [] }: WaitingFor) => actions.map(({ verb }) => verb);

const alone = { from: null, except: ['alice'] };
const gateTerms = { approvals: { quorum: 1, approvedBy: [], ...alone }, rejecters: alone };

describe('why an answer is needed', () => {
  it('of a decision is what happened to the cluster', () => {
    expect(explain(decision('aks-b'))[0]?.because).toBe('1 of 3 nodes is not Ready.');
  });

  it('of a gate is what its stage came to', () => {
    const gate = wait({ kind: 'gate', name: 'test', actions: answersToGate(campaign, 'test', gateTerms) });
    expect(explain(gate)[0]?.because).toBe(
      'stage test: 1 of 3 clusters completed; aks-b NeedsDecision: 1 of 3 nodes is not Ready.; aks-c Skipped: busy',
    );
  });
});

describe('one failure is one question', () => {
  it('where the failure policy pauses the campaign because of it: each answer says what is left to do', () => {
    const [question, pause] = explain(decision('aks-b'), paused('rule'));
    expect(question?.because).toBe(
      `1 of 3 nodes is not Ready. The campaign is paused by the failure policy since 2026-11-20T08:00:00Z: ${seen.reason}`,
    );
    expect(question?.actions?.map(({ verb, target, consequence }) => [verb, target, consequence])).toEqual([
      ['retry', 'cluster/aks-b', 'tries np1 again by the same plan; the pause ends'],
      [
        'skip',
        'pool/aks-b/np1',
        'skips np1; the cluster ends and counts as failed; the pause ends until then',
      ],
      ['skip', 'cluster/aks-b', 'skips the rest of the cluster; the campaign stays paused until a resume'],
      [
        'rollback',
        'pool/aks-b/np1',
        'rolls np1 back, where AKS still allows it; the cluster then ends as RolledBack, its later node pools untouched; the campaign stays paused until a resume',
      ],
      ['abort', 'cluster/aks-b', expect.stringMatching(/; the campaign stays paused until a resume$/)],
      ['resume', 'campaign', 'continues'],
      ['abort', 'campaign', expect.any(String)],
    ]);
    expect(pause?.actions).toEqual([]);
  });

  const withOther = (other: Partial<ClusterStatus>) => ({
    ...seen,
    stages: seen.stages.map((stage) => ({
      ...stage,
      clusters: [...stage.clusters, cluster('aks-d', { failed: true, ...other })],
    })),
  });

  it.each([
    ['within the limit', ['aks-b'], /; the pause ends$/],
    ['beyond it', [], /; the campaign stays paused because of aks-d until a retry there or a resume$/],
  ] as const)('where the other failures are %s, a retry says for certain what is left', (_, ends, left) => {
    const [question] = explainWaits(
      [decision('aks-b'), paused('rule', ends)],
      withOther({ phase: 'Failed' }),
    );
    expect(question?.actions?.[0]?.consequence).toMatch(left);
  });

  it.each([
    [
      'and nothing else is left, the end of the cluster is the end of the campaign',
      'Failed',
      /the campaign then ends$/,
    ],
    ['and another asks, it must be answered, too', 'NeedsDecision', /aks-d must be answered, too$/],
  ] as const)('where nothing is blocked %s', (_, phase, left) => {
    const pause = { ...paused('rule'), actions: answersToPause(campaign, null) };
    const [question] = explainWaits([decision('aks-b'), pause], withOther({ phase }));
    const skip = question?.actions?.find(({ verb, target }) => verb === 'skip' && target === 'cluster/aks-b');
    expect(skip?.consequence).toMatch(left);
  });

  it('and no other question has those answers a second time', () => {
    const waits = explain(decision('aks-b'), decision('aks-c'), paused('rule'));
    expect(waits.filter((each) => verbs(each).includes('resume'))).toHaveLength(1);
  });

  it.each(
    [1, 2, 7].flatMap((asking) =>
      [true, false].flatMap((untouched) => [true, false].map((ends) => [asking, untouched, ends] as const)),
    ),
  )('%i clusters ask, untouched: %s, each ends it: %s', (asking, untouched, ends) => {
    const names = Array.from({ length: asking }, (_, index) => `aks-${index}`);
    const clusters = names.map((name) => cluster(name, { phase: 'NeedsDecision', failed: true }));
    const questions = names.map((name) => {
      const actions = answersToDecision({ campaign, cluster: name, pool: 'np1', untouched });
      return wait({ kind: 'decision', name, actions });
    });
    const stages = [{ name: 'test', phase: 'NeedsDecision' as const, clusters }];
    const waits = explainWaits([...questions, paused('rule', ends ? names : [])], { ...seen, stages });
    for (const { actions = [] } of waits.slice(0, asking))
      for (const { target, consequence, leavesFailure } of actions)
        if (target !== 'campaign')
          expect(consequence.includes('; the pause ends')).toBe(ends && leavesFailure === undefined);
    expect(explainWaits(questions, { ...seen, stages })).toEqual(
      questions.map((each) => expect.objectContaining({ actions: each.actions })),
    );
  });

  it("but an operator's own pause is another one", () => {
    const [question, pause] = explain(decision('aks-b'), paused('operator'));
    expect(verbs(question!)).not.toContain('resume');
    expect(verbs(pause!)).toEqual(['resume', 'abort']);
  });
});

describe('what an answer does while the campaign is paused', () => {
  const choices = { pool: 'np1', step: 'np1', mayRollBack: true, mayCleanUp: true, mayForce: alone };
  const question = (over: object = {}) =>
    wait({
      kind: 'decision',
      name: 'aks-b',
      actions: answersToDecision({ campaign, cluster: 'aks-b', ...choices, ...over }),
    });
  const gate = (quorum: number) =>
    wait({
      kind: 'gate',
      name: 'test',
      actions: answersToGate(campaign, 'test', {
        approvals: { quorum, approvedBy: [], ...alone },
        rejecters: alone,
      }),
    });
  const inForce = (by: 'operator' | 'rule', at: 'node-pool' | 'cluster' | 'stage') =>
    ({ by, at, since: '2026-11-20T08:00:00Z', reason: 'so', id: '1' }) as const;
  const begun = [
    'retry cluster/aks-b',
    'skip pool/aks-b/np1',
    'clean-up pool/aks-b/np1',
    'force cluster/aks-b',
  ];
  const others = ['skip pool/aks-b/np1', 'force cluster/aks-b'];

  it.each<
    [string, Partial<typeof seen & { pause: ReturnType<typeof inForce> }>, WaitingFor, readonly string[]]
  >([
    ['not at all', {}, question(), []],
    ['by an operator', { pause: inForce('operator', 'node-pool') }, question(), begun],
    [
      'by an operator, a blocked drain asks',
      { pause: inForce('operator', 'node-pool') },
      question({ retryWaits: '6m', mayCleanUp: false }),
      others,
    ],
    ['by an operator, at the end of the cluster', { pause: inForce('operator', 'cluster') }, question(), []],
    ['by an operator, at the end of the stage', { pause: inForce('operator', 'stage') }, question(), []],
    ['by a rule, which blocks no answer', { pause: inForce('rule', 'node-pool') }, question(), []],
    ['not at all, at a gate', {}, gate(1), []],
    ['by an operator, at a gate', { pause: inForce('operator', 'stage') }, gate(1), ['approve gate/test']],
    [
      'by an operator, at a gate that more must approve',
      { pause: inForce('operator', 'stage') },
      gate(2),
      [],
    ],
  ])('%s', (_, over, asked, afterResume) => {
    const [explained] = explainWaits([asked], { ...seen, ...over });
    const said =
      explained?.actions?.filter(({ consequence }) => consequence.endsWith(', after a resume')) ?? [];
    expect(said.map(({ verb, target }) => `${verb} ${target}`).toSorted()).toEqual(afterResume.toSorted());
  });
});
