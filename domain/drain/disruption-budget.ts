import { type DrainPod, isFinished, isTerminating } from './drain-pod.ts';
import { type LabelSelector, selects } from './label-selector.ts';

/** A PodDisruptionBudget, as far as a drain meets it. */
export interface DisruptionBudget {
  readonly namespace: string;
  readonly name: string;
  readonly selector: LabelSelector | null;
  /** A number of pods, or a percentage like "30%"; at most one of the two is set. */
  readonly minAvailable: number | string | null;
  readonly maxUnavailable: number | string | null;
  /** unhealthyPodEvictionPolicy: AlwaysAllow */
  readonly letsUnreadyGo: boolean;
  /** null: not computed yet for what it says now, or it cannot be. */
  readonly figures: BudgetFigures | null;
}

export interface BudgetFigures {
  readonly disruptionsAllowed: number;
  readonly currentHealthy: number;
  readonly desiredHealthy: number;
  readonly expectedPods: number;
}

/** "pdb shop/web" */
export function describeBudget({
  namespace,
  name,
}: {
  readonly namespace: string;
  readonly name: string;
}): string {
  return `pdb ${namespace}/${name}`;
}

/** Budgets that have a say when this pod is evicted, whatever they say. */
export function budgetsOf(pod: DrainPod, budgets: readonly DisruptionBudget[]): readonly DisruptionBudget[] {
  if (isFinished(pod) || pod.phase === 'Pending' || isTerminating(pod)) return [];
  return budgets.filter((each) => isCovered(pod, each));
}

/** Whether a budget is about this pod, in whatever state it is. */
export function isCovered({ namespace, labels }: DrainPod, budget: DisruptionBudget): boolean {
  return budget.namespace === namespace && selects(budget.selector, labels);
}

/** The one budget that an eviction of this pod has to be paid from; null: it costs none, or there are two. */
export function payingBudget(pod: DrainPod, budgets: readonly DisruptionBudget[]): DisruptionBudget | null {
  const [budget, other] = budgetsOf(pod, budgets);
  if (budget === undefined || other !== undefined) return null;
  return pod.isReady || !letsUnreadyGo(budget) ? budget : null;
}

/** A pod that is not ready goes unpaid where that is allowed, or where enough others are healthy without it. */
function letsUnreadyGo({ letsUnreadyGo, figures }: DisruptionBudget): boolean {
  if (letsUnreadyGo || figures === null) return letsUnreadyGo;
  return figures.desiredHealthy > 0 && figures.currentHealthy >= figures.desiredHealthy;
}

/**
 * Why a budget can never let a pod go, however healthy its pods are; null: it can, or no one knows.
 * `scale` is the number of replicas that the controllers of its pods want, as far as it is known.
 * The arithmetic is that of Kubernetes' disruption controller: percentages round up.
 */
export function neverMet(budget: DisruptionBudget, scale: number | null): string | null {
  const { minAvailable, maxUnavailable, figures } = budget;
  if (maxUnavailable !== null)
    return amount(maxUnavailable, 100) === 0 ? `maxUnavailable ${maxUnavailable}` : null;
  if (minAvailable === null) return null;
  if (typeof minAvailable === 'string' && amount(minAvailable, 100) >= 100)
    return `minAvailable ${minAvailable}`;
  if (figures === null || figures.disruptionsAllowed > 0) return null;
  // Some replicas may be missing at the moment, others in excess: the larger number is the safer one.
  const expected = Math.max(figures.expectedPods, scale ?? 0);
  if (expected === 0 || amount(minAvailable, expected) < expected) return null;
  return `minAvailable ${minAvailable} of ${expected} pods`;
}

/** Whether `neverMet` depends on how many replicas are wanted. */
export function dependsOnScale({ minAvailable, figures }: DisruptionBudget): boolean {
  return typeof minAvailable === 'number' && figures !== null && figures.disruptionsAllowed === 0;
}

function amount(value: number | string, total: number): number {
  return typeof value === 'number' ? value : Math.ceil((Number.parseInt(value, 10) * total) / 100);
}
