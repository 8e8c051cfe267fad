import type { JudgedPod } from './classify-pod.ts';
import {
  budgetsOf,
  type DisruptionBudget,
  dependsOnScale,
  describeBudget,
  neverMet,
  payingBudget,
} from './disruption-budget.ts';
import type { ControllerRef, DrainPod } from './drain-pod.ts';

/** Why a pod keeps the whole drain from being begun. */
export interface DrainRefusal {
  readonly pod: DrainPod;
  /** The budget, or what is missing. */
  readonly blockedBy: string;
  readonly reason: string;
}

/** Replicas that a controller wants (with its Deployment's, where it has one), by the controller's uid. */
export type Scales = ReadonlyMap<string, number>;

/** Everything for which a drain would never end; empty: it may begin. Decided before anything is touched. */
export function refuseDrain(
  judged: readonly JudgedPod[],
  budgets: readonly DisruptionBudget[],
  scales: Scales = new Map(),
): readonly DrainRefusal[] {
  return judged.flatMap(({ pod, treatment, refusal }) => {
    if (treatment === 'skip') return [];
    if (refusal !== null) return [{ pod, blockedBy: refusal, reason: `${nameOf(pod)}: ${refusal}` }];
    const own = budgetsOf(pod, budgets);
    if (own.length > 1) {
      const blockedBy = own.map(describeBudget).join(', ');
      return [{ pod, blockedBy, reason: `${nameOf(pod)}: more than one budget selects it (${blockedBy})` }];
    }
    const budget = payingBudget(pod, budgets);
    const why = budget === null ? null : neverMet(budget, scaleUnder(budget, judged, budgets, scales));
    if (budget === null || why === null) return [];
    const blockedBy = describeBudget(budget);
    return [
      {
        pod,
        blockedBy,
        reason: `${nameOf(pod)}: ${blockedBy} allows 0 disruptions (${why}); the drain can never succeed`,
      },
    ];
  });
}

/** The controllers whose scale decides whether a budget can be met: few, for most budgets allow something. */
export function controllersToAsk(
  judged: readonly JudgedPod[],
  budgets: readonly DisruptionBudget[],
): readonly (ControllerRef & { readonly namespace: string })[] {
  const asked = judged.flatMap(({ pod, treatment }) => {
    const budget = treatment === 'skip' ? null : payingBudget(pod, budgets);
    if (budget === null || pod.controller === null || !dependsOnScale(budget)) return [];
    return [{ ...pod.controller, namespace: pod.namespace }];
  });
  return [...new Map(asked.map((each) => [each.uid, each])).values()];
}

function scaleUnder(
  budget: DisruptionBudget,
  judged: readonly JudgedPod[],
  budgets: readonly DisruptionBudget[],
  scales: Scales,
): number {
  const controllers = judged
    .filter(({ pod }) => payingBudget(pod, budgets) === budget)
    .map(({ pod }) => pod.controller?.uid ?? '');
  return [...new Set(controllers)].reduce((sum, uid) => sum + (scales.get(uid) ?? 0), 0);
}

function nameOf({ namespace, name }: DrainPod): string {
  return `${namespace}/${name}`;
}
