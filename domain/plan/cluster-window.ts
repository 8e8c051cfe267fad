import { mayBegin, type StartDecision } from '../calendar/decide-start.ts';
import { type OwnWindows, ownWindows } from '../calendar/own-windows.ts';
import type { Campaign, Maintenance } from '../campaign/campaign.ts';
import type { Cluster, Fleet } from '../fleet/fleet.ts';
import { resourceKey } from '../fleet/ids.ts';
import type { ClusterPlan } from './contents/plan.ts';
import { isChanged } from './plan-cluster.ts';

/**
 * The windows that the campaign takes from a cluster itself; null: it takes none, or they were not read. Clusters with
 * the same windows share one object, by which anyone who looks far ahead does so once.
 */
export function ownWindowsIn(
  { maintenance, upgrade }: Campaign,
  { otherWriters }: Pick<Fleet, 'otherWriters'>,
): (cluster: Cluster) => OwnWindows | null {
  const known = new Map<string, OwnWindows>();
  return ({ resourceId }) => {
    const reading = otherWriters?.maintenance[resourceKey(resourceId)];
    if (maintenance === null || maintenance.source === 'Spec' || reading === undefined) return null;
    const key = JSON.stringify(reading);
    const own = known.get(key) ?? ownWindows(reading, upgrade.type);
    known.set(key, own);
    return own;
  };
}

/** When the campaign may begin something by these windows, asked at `now`: once for clusters that share them. */
export function firstStarts({ maintenance }: Campaign, now: number): (own: OwnWindows) => StartDecision {
  const known = new Map<OwnWindows, StartDecision>();
  return (own) => {
    const start = known.get(own) ?? mayBegin(maintenance, now, { own });
    known.set(own, start);
    return start;
  };
}

/** The plan of a cluster with its own window, and with what an operator should know of it. */
export function withOwnWindow(
  plan: ClusterPlan,
  { maintenance }: Campaign,
  own: OwnWindows | null,
  startBy: (own: OwnWindows) => StartDecision,
): ClusterPlan {
  if (own === null || maintenance === null || !isChanged(plan)) return plan;
  const start = startBy(own);
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

/** Of the file's window where it alone counts; those of clusters are warned of on each. */
export function fileWindowWarnings({ maintenance }: Campaign, now: number): readonly string[] {
  if (maintenance?.source !== 'Spec') return [];
  const start = mayBegin(maintenance, now);
  if (start.go || start.opensAt !== null) return [];
  return [`no operation ever starts, and the earliest finish counts no window: ${start.because}`];
}

function windowWarnings(
  own: OwnWindows,
  start: StartDecision,
  source: Maintenance['source'],
): readonly string[] {
  if (own.kind === 'unknown')
    return [`no operation starts on it: its maintenance window is unknown (${own.because})`];
  if (!start.go && start.opensAt === null) return [`no operation ever starts on it: ${start.because}`];
  if (own.kind === 'always' && source === 'Cluster')
    return [`it may be upgraded at any time: ${own.because}`];
  return [];
}
