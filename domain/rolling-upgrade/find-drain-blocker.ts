import { judgePod } from '../drain/classify-pod.ts';
import { budgetsOf, describeBudget, payingBudget } from '../drain/disruption-budget.ts';
import { type DrainPod, isFinished, isTerminating } from '../drain/drain-pod.ts';
import type { PlacedPod } from '../drain/placed-pod.ts';
import type { RollingBudget } from './rolling-view.ts';

/** What blocks the eviction of a pod, and with it the drain of its node. */
export interface DrainBlocker {
  /** "pdb shop/web", "finalizer example.com/hold" or "its node does not end it" */
  readonly by: string;
  /** "shop/web-1" */
  readonly pod: string;
  /** "Deployment shop/web" */
  readonly owner: string;
  /** ms since the epoch. */
  readonly since: number;
}

/** AKS evicts unmanaged pods and pods with local data too. */
const consent = { unmanaged: true, localData: true };

/** The pods that have to leave a node before it is reimaged. */
export function podsToMove(pods: readonly PlacedPod[]): readonly PlacedPod[] {
  return pods.filter(({ pod }) => judgePod(pod, consent).treatment === 'evict' && !isFinished(pod));
}

/** What has blocked one of these pods longest, while their node is drained since `start`; null: nothing does. */
export function findDrainBlocker(
  pods: readonly PlacedPod[],
  budgets: readonly RollingBudget[],
  { start, now }: { readonly start: number; readonly now: number },
): DrainBlocker | null {
  const blockers = pods.flatMap(({ pod, owner }) => {
    const found = isTerminating(pod) ? lingering(pod, now) : refused(pod, budgets, start);
    return found === null ? [] : [{ ...found, pod: `${pod.namespace}/${pod.name}`, owner }];
  });
  const [longest = null] = blockers.toSorted((a, b) => a.since - b.since || (a.pod < b.pod ? -1 : 1));
  return longest;
}

type Found = Pick<DrainBlocker, 'by' | 'since'> | null;

/** A terminating pod whose grace period is over. */
function lingering({ endsAt, finalizers }: DrainPod, now: number): Found {
  if (endsAt === null || endsAt > now) return null;
  const [finalizer] = finalizers;
  const by = finalizer === undefined ? 'its node does not end it' : `finalizer ${finalizer}`;
  return { by, since: endsAt };
}

/** A pod whose PDB allows no eviction; Kubernetes refuses every eviction of a pod that two PDBs select. */
function refused(pod: DrainPod, budgets: readonly RollingBudget[], start: number): Found {
  const all = budgets.map(({ budget }) => budget);
  const own = budgetsOf(pod, all);
  if (own.length > 1) return { by: own.map(describeBudget).join(', '), since: start };
  const budget = payingBudget(pod, all);
  if (budget === null || (budget.figures !== null && budget.figures.disruptionsAllowed > 0)) return null;
  const refusesSince = budgets.find((each) => each.budget === budget)?.refusesSince ?? start;
  return { by: describeBudget(budget), since: Math.max(start, refusesSince) };
}
