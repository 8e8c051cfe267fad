import { judgePod } from '../../drain/classify-pod.ts';
import { type DisruptionBudget, payingBudget } from '../../drain/disruption-budget.ts';
import { isFinished, isTerminating } from '../../drain/drain-pod.ts';
import type { EvictionAnswer, EvictionAnswerKind } from '../../drain/eviction-answer.ts';
import type { PlacedPod } from '../../drain/placed-pod.ts';
import { type Found, firstNames } from './preflight-finding.ts';

/** An eviction that was only tried (`dryRun: All`): nothing of it is done. */
export interface EvictionTrial {
  /** "shop/web-1" */
  readonly pod: string;
  readonly owner: string;
  readonly answer: EvictionAnswer;
}

/** Each is a request, and asks the cluster's webhooks. */
const mostTrials = 20;

const aksConsent = { unmanaged: true, localData: true };

/**
 * One pod of each workload on these nodes whose budget allows a disruption: a webhook or policy answers alike for its
 * siblings. What a budget blocks is reported without asking.
 */
export function choosePodsToTry(
  pods: readonly PlacedPod[],
  budgets: readonly DisruptionBudget[],
  nodes: ReadonlySet<string>,
): readonly PlacedPod[] {
  const able = pods.filter(({ pod, node }) => {
    if (node === null || !nodes.has(node) || isFinished(pod) || isTerminating(pod)) return false;
    if (judgePod(pod, aksConsent).treatment !== 'evict') return false;
    const budget = payingBudget(pod, budgets);
    return budget === null || (budget.figures?.disruptionsAllowed ?? 0) > 0;
  });
  const firsts = [...Map.groupBy(able, ({ owner }) => owner).values()].flatMap(([first]) => first ?? []);
  return firsts.slice(0, mostTrials);
}

const refusing: ReadonlySet<EvictionAnswerKind> = new Set<EvictionAnswerKind>(['denied', 'webhook-fails']);

/** It was evicted, is terminating, or is blocked by a budget that is reported already. */
const passing: ReadonlySet<EvictionAnswerKind> = new Set<EvictionAnswerKind>([
  'accepted',
  'gone',
  'other-pod',
  'conflict',
  'budget',
  'budget-not-computed',
  'two-budgets',
  'namespace-ends',
]);

/** Who would not let pods go although their budgets do. */
export function checkTrials(trials: readonly EvictionTrial[]): readonly Found[] {
  const about = { check: 'dryRunEvictions', pool: null } as const;
  const groups = Map.groupBy(trials, ({ answer }) => `${answer.kind} ${answer.blockedBy ?? answer.message}`);
  return [...groups.values()].flatMap((alike): readonly Found[] => {
    const { answer } = alike[0]!;
    const evidence = firstNames(alike.map(({ owner }) => owner));
    const count = `${alike.length} workload${alike.length === 1 ? '' : 's'}`;
    if (refusing.has(answer.kind))
      return [
        {
          ...about,
          level: 'blocker',
          what: `${answer.blockedBy ?? 'the API server'} rejects evictions of pods of ${count}`,
          why: `a dry-run eviction was answered: ${answer.message}`,
          todo: 'find its owner, and allow evictions during the upgrade',
          evidence,
        },
      ];
    if (passing.has(answer.kind)) return [];
    return [
      {
        ...about,
        level: 'unknown',
        what: `unknown whether pods of ${count} can be evicted`,
        why: `a dry-run eviction was answered: ${answer.message}`,
        todo: '',
        evidence,
      },
    ];
  });
}
