import { mayBegin, type StartDecision } from '../calendar/decide-start.ts';
import { type OwnWindows, ownWindows } from '../calendar/own-windows.ts';
import type { Campaign, Maintenance } from '../campaign/campaign.ts';
import type { Cluster, Fleet } from '../fleet/fleet.ts';
import { resourceKey } from '../fleet/ids.ts';
import type { ClusterPlan } from './contents/plan.ts';
import { digestCluster } from './contents/plan-digest.ts';
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

/**
 * The plan of a cluster with its own window, and with what an operator should know of it. One on which nothing could ever
 * start is skipped; `notes` are what is said of it even then.
 */
export function withOwnWindow(
  plan: ClusterPlan,
  { maintenance }: Campaign,
  own: OwnWindows | null,
  startBy: (own: OwnWindows) => StartDecision,
  notes: readonly string[],
): ClusterPlan {
  if (own === null || maintenance === null || !isChanged(plan)) return plan;
  const start = startBy(own);
  if (own.kind !== 'unknown' && !start.go && start.opensAt === null) {
    const { name, resourceId } = plan;
    const skipped = { name, resourceId, blocked: [neverStarts(start.because)], warnings: notes, steps: [] };
    return { ...skipped, digest: digestCluster(skipped) };
  }
  const iso = (instant: number | null | undefined) =>
    instant == null ? null : new Date(instant).toISOString();
  const span = start.go ? start.window : start;
  return {
    ...plan,
    warnings: [...plan.warnings, ...windowWarnings(own, maintenance.source)],
    window: {
      own: own.kind === 'windows' ? own.words : null,
      open: start.go,
      opensAt: iso(span?.opensAt),
      closesAt: iso(span?.closesAt),
      timezone: maintenance.timezone,
    },
  };
}

/** Why no operation ever starts, by the file's window alone; those of clusters skip each. */
export function fileWindowProblems({ maintenance }: Campaign, now: number): readonly string[] {
  if (maintenance?.source !== 'Spec') return [];
  const start = mayBegin(maintenance, now);
  if (start.go || start.opensAt !== null) return [];
  return [neverStarts(start.because)];
}

function neverStarts(because: string): string {
  return `no operation would ever start: ${because}`;
}

function windowWarnings(own: OwnWindows, source: Maintenance['source']): readonly string[] {
  if (own.kind === 'unknown')
    return [`no operation starts on it: its maintenance window is unknown (${own.because})`];
  if (own.kind === 'always' && source === 'Cluster')
    return [`no maintenance window limits it: ${own.because}`];
  return [];
}
