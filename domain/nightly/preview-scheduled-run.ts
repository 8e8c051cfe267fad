import { mayBegin } from '../calendar/decide-start.ts';
import { scheduledRunOf } from '../calendar/scheduled-run-date.ts';
import type { Maintenance } from '../campaign/campaign.ts';
import { type Freeze, judgeFreeze } from '../campaign/freeze.ts';
import type { CampaignPlan, ClusterPlan } from '../plan/contents/plan.ts';
import { outlinePlan } from '../plan/outline-plan.ts';
import { isChanged } from '../plan/plan-cluster.ts';
import { describeIdleScheduledRun } from './idle-scheduled-run.ts';
import type { ScheduledRunResult, ScheduledRunState } from './scheduled-run-result.ts';

/** What the next scheduled run would do, if all stayed as it is now. */
export interface ScheduledRunPreview {
  /** "2026-11-27", by a clock in the schedule's zone. */
  readonly scheduledRun: string;
  /** RFC 3339 UTC: when it is due, without jitter. */
  readonly at: string;
  /** What it comes to without a campaign; null: it starts one. */
  readonly idle: Pick<ScheduledRunResult, 'phase' | 'reason'> | null;
  /** The clusters on which something may be begun when the scheduled run is, and the pools that change; null: the cluster itself. */
  readonly begins: readonly BegunCluster[];
  /** What is left for a later scheduled run, each with its reason. */
  readonly left: readonly ScheduledRunState[];
}

interface BegunCluster {
  readonly cluster: string;
  readonly pools: readonly (string | null)[];
  /** Those of them of which only nodes are rebooted that wait for it; absent: none. Which do shows on the scheduled run itself. */
  readonly reboots?: readonly string[];
  /** Whether kured reboots these, if it runs there: only the cluster itself knows. */
  readonly kured?: 'Leave';
}

export interface ScheduledRunQuestion {
  /** Made for the moment at which the scheduled run is due. */
  readonly plan: CampaignPlan;
  readonly atMs: number;
  readonly timezone: string;
  readonly maintenance: Maintenance | null;
  readonly freezes: readonly Freeze[];
}

/**
 * By the same rules as the scheduled run itself, at the moment at which it is due: a freeze, a window that is closed then, images that
 * are blocked. What comes in its way later is not known: other campaigns, a gate, nodes that are unhealthy.
 */
export function previewScheduledRun(question: ScheduledRunQuestion): ScheduledRunPreview {
  const { plan, atMs, timezone, freezes } = question;
  const scheduledRun = { date: scheduledRunOf(atMs, timezone) };
  const due = { scheduledRun: scheduledRun.date, at: new Date(atMs).toISOString() };
  const freeze = judgeFreeze(freezes, atMs);
  if (freeze.frozen)
    return { ...due, idle: { phase: 'Skipped', reason: freeze.reason }, begins: [], left: [] };
  const idle = describeIdleScheduledRun(scheduledRun, outlinePlan(plan));
  const clusters = plan.stages.flatMap((stage) => stage.clusters);
  const openings = clusters.map((cluster) => ({ cluster, closed: closedBecause(cluster, question) }));
  const begins = openings
    .filter(({ cluster, closed }) => idle === null && isChanged(cluster) && closed === null)
    .map(({ cluster }) => begunOf(cluster));
  const left = openings.flatMap(({ cluster, closed }) => leftOf(cluster, closed));
  return {
    ...due,
    idle: idle === null ? null : { phase: idle.phase, reason: idle.reason },
    begins,
    left,
  };
}

/** null: its window is open then, or none limits it. */
function closedBecause({ window }: ClusterPlan, { maintenance, atMs }: ScheduledRunQuestion): string | null {
  const opensAt =
    window === undefined ? fileOpensAt(maintenance, atMs) : window.open ? undefined : window.opensAt;
  if (opensAt === undefined) return null;
  return `outside its window, ${opensAt === null ? 'of which no opening is known' : `which opens ${opensAt}`}`;
}

/** undefined: it is open; null: no opening is known. */
function fileOpensAt(maintenance: Maintenance | null, atMs: number): string | null | undefined {
  const start = mayBegin(maintenance, atMs);
  if (start.go) return undefined;
  return start.opensAt === null ? null : new Date(start.opensAt).toISOString();
}

function leftOf(cluster: ClusterPlan, closed: string | null): readonly ScheduledRunState[] {
  const line = (reason: string): ScheduledRunState => ({ cluster: cluster.name, reason });
  if (cluster.blocked.length > 0) return [line(cluster.blocked.join('; '))];
  const blocked = (cluster.blockedPools ?? []).map(({ pool, because }) =>
    line(`${pool} blocked: ${because}`),
  );
  return isChanged(cluster) && closed !== null ? [line(closed), ...blocked] : blocked;
}

function begunOf(cluster: ClusterPlan): BegunCluster {
  const steps = cluster.steps.filter(({ action }) => action === 'reboot-node-pool');
  const reboots = [...new Set(steps.flatMap(({ pool }) => pool ?? []))];
  const isLeft = steps.some(({ reboot }) => reboot?.kured === 'Leave');
  return {
    cluster: cluster.name,
    pools: changedPools(cluster),
    ...(reboots.length === 0 ? {} : { reboots }),
    ...(isLeft ? { kured: 'Leave' } : {}),
  };
}

function changedPools({ steps }: ClusterPlan): readonly (string | null)[] {
  return [...new Set(steps.filter(({ action }) => action !== 'none').map(({ pool }) => pool))];
}
