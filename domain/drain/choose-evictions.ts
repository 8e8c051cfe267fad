import { type DisruptionBudget, describeBudget, isCovered, payingBudget } from './disruption-budget.ts';
import type { DrainLog, PodEntry } from './drain-log.ts';
import { remaining } from './drain-log.ts';
import { type DrainPod, isTerminating } from './drain-pod.ts';
import { evictionRules } from './eviction-answer.ts';

export interface EvictionChoice {
  /** To be evicted now, in this order. */
  readonly send: readonly DrainPod[];
  /** Not asked for now, because their budget allows nothing more: asking would only be refused. */
  readonly blocked: readonly { readonly pod: DrainPod; readonly blockedBy: string }[];
}

/**
 * Who is evicted in this pass. A budget is spent only as far as its status allows; one that allows nothing is still
 * asked for one pod every 5 s, because the API server and not its status decides. What the cluster or the node
 * depends on goes last.
 */
export function chooseEvictions(
  log: DrainLog,
  budgets: readonly DisruptionBudget[],
  now: number,
): EvictionChoice {
  const send: DrainPod[] = [];
  const blocked: { pod: DrainPod; blockedBy: string }[] = [];
  const spent = new Map<DisruptionBudget, number>();
  const standing = remaining(log).filter(({ judged, isGivenUp }) => !isTerminating(judged.pod) && !isGivenUp);
  const asked = lastAsked(log, budgets);
  for (const entry of standing.toSorted(byName)) {
    const { pod } = entry.judged;
    if (pod.isCritical && othersAreMoving(log, send)) continue;
    const budget = payingBudget(pod, budgets);
    if (budget === null || budget.figures === null) {
      if (now >= entry.retryAt) send.push(pod);
      continue;
    }
    const used = spent.get(budget) ?? 0;
    const mayGo = used < budget.figures.disruptionsAllowed;
    const mayAsk = mayGo || (used === 0 && isDue(asked.get(budget), now));
    if (mayAsk && isTurn(entry, mayGo, now)) {
      spent.set(budget, used + 1);
      send.push(pod);
    } else if (!mayGo) blocked.push({ pod, blockedBy: describeBudget(budget) });
  }
  return { send, blocked };
}

const restMs = 1_000;

/** A refusal by the budget is over as soon as its status allows something again; any other one takes its time. */
function isTurn({ answer, triedAt, retryAt }: PodEntry, mayGo: boolean, now: number): boolean {
  return now >= retryAt || (mayGo && answer === 'budget' && triedAt !== null && now - triedAt >= restMs);
}

function isDue(askedAt: number | undefined, now: number): boolean {
  return askedAt === undefined || now - askedAt >= evictionRules.budget.delayMs;
}

/** When each budget was last asked for anybody, those that are gone included. */
function lastAsked(
  log: DrainLog,
  budgets: readonly DisruptionBudget[],
): ReadonlyMap<DisruptionBudget, number> {
  const times = new Map<DisruptionBudget, number>();
  for (const { judged, triedAt } of log.values()) {
    if (triedAt === null) continue;
    for (const budget of budgets.filter((each) => isCovered(judged.pod, each)))
      times.set(budget, Math.max(times.get(budget) ?? 0, triedAt));
  }
  return times;
}

/** Critical pods do not wait for pods that are blocked: the node may have to continue without them. */
function othersAreMoving(log: DrainLog, send: readonly DrainPod[]): boolean {
  if (send.some(({ isCritical }) => !isCritical)) return true;
  return remaining(log).some(
    ({ judged, blockedBy, attempts }) =>
      !judged.pod.isCritical && blockedBy === null && (isTerminating(judged.pod) || attempts > 0),
  );
}

function byName({ judged: { pod: a } }: PodEntry, { judged: { pod: b } }: PodEntry): number {
  if (a.isCritical !== b.isCritical) return a.isCritical ? 1 : -1;
  if (a.namespace !== b.namespace) return a.namespace < b.namespace ? -1 : 1;
  return a.name < b.name ? -1 : 1;
}
