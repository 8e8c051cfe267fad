import type { DisruptionBudget } from '#domain/drain/disruption-budget.ts';
import type { RollingNode, RollingTarget, RollingView } from '#domain/rolling-upgrade/rolling-view.ts';
import { aBudgetStatus, aDrainBudget } from './a-drain.ts';
import { aNode } from './a-preflight-reading.ts';

const minute = 60_000;

/** Sent at 08:00; `at(5)` is five minutes later. */
export const sentAt = Date.parse('2026-04-01T08:00:00Z');
export const at = (minutes: number): number => sentAt + minutes * minute;

/** A pool of three nodes to 1.34.1. */
export function aRollingTarget(over: Partial<RollingTarget> = {}): RollingTarget {
  return { version: '1.34.1', nodes: 3, since: sentAt, nodeSoakMs: 0, ...over };
}

/** A ready node of the old version. */
export function aRollingNode(over: Partial<RollingNode> = {}): RollingNode {
  return { ...aNode(), cordonedAt: null, readySince: at(-600), ...over };
}

/** One that was cordoned so many minutes after the upgrade was sent. */
export function aCordonedNode(minutes: number, over: Partial<RollingNode> = {}): RollingNode {
  return aRollingNode({ unschedulable: true, cordonedAt: at(minutes), ...over });
}

export const upgraded = { kubeletVersion: 'v1.34.1' };

/** One look: no pods, no budgets, no events. */
export function aRollingView(over: Partial<RollingView> = {}): RollingView {
  return { nodes: [aRollingNode()], pods: new Map(), budgets: [], drainedAt: new Map(), ...over };
}

/** Budget shop/web that lets none go, since so many minutes after the upgrade was sent. */
export function aRefusingBudget(minutes: number | null, over: Partial<DisruptionBudget> = {}) {
  const figures = aBudgetStatus({ disruptionsAllowed: 0 });
  const refusesSince = minutes === null ? null : at(minutes);
  return { budget: aDrainBudget({ figures, ...over }), refusesSince };
}
