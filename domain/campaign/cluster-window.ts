import { mayBegin, type StartDecision } from '../calendar/decide-start.ts';
import { type OwnWindows, ownWindows } from '../calendar/own-windows.ts';
import type { Campaign } from './campaign.ts';
import type { Cluster, Fleet } from './fleet.ts';
import { resourceKey } from './ids.ts';
import type { ClusterPlan } from './plan.ts';
import { isChanged } from './plan-cluster.ts';

/** The windows that the campaign takes from the cluster itself; null: it takes none, or they were not read. */
export function ownWindowsOf(
  cluster: Cluster,
  { maintenance, upgrade }: Campaign,
  { otherWriters }: Pick<Fleet, 'otherWriters'>,
): OwnWindows | null {
  const reading = otherWriters?.maintenance[resourceKey(cluster.resourceId)];
  if (maintenance?.source === undefined || reading === undefined) return null;
  return ownWindows(reading, upgrade.type);
}

/** The plan of a cluster with its own window, and with what an operator should know of it. */
export function withOwnWindow(
  plan: ClusterPlan,
  { maintenance }: Campaign,
  own: OwnWindows | null,
  now: number,
): ClusterPlan {
  if (own === null || maintenance === null || !isChanged(plan)) return plan;
  const start = mayBegin(maintenance, now, { own });
  const iso = (instant: number | null | undefined) =>
    instant == null ? null : new Date(instant).toISOString();
  const span = start.go ? start.window : start;
  return {
    ...plan,
    warnings: [...plan.warnings, ...windowWarnings(own, start, maintenance.source)],
    window: {
      own: own.kind === 'windows' ? own.words : null,
      open: start.go,
      opensAt: iso(span?.opensAt),
      closesAt: iso(span?.closesAt),
    },
  };
}

function windowWarnings(
  own: OwnWindows,
  start: StartDecision,
  source: 'Cluster' | 'Merge' | undefined,
): readonly string[] {
  if (own.kind === 'unknown')
    return [`nothing is begun on it: its own maintenance window is not known, for ${own.because}`];
  if (!start.go && start.opensAt === null) return [`nothing is ever begun on it: ${start.because}`];
  if (own.kind === 'always' && source === 'Cluster')
    return [`it may be upgraded at any time: ${own.because}`];
  return [];
}
