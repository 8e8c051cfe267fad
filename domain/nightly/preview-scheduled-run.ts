import { mayBegin } from '../calendar/decide-start.ts';
import { scheduledRunOf } from '../calendar/scheduled-run-date.ts';
import type { Maintenance } from '../campaign/campaign.ts';
import { type Freeze, judgeFreeze } from '../campaign/freeze.ts';
import type { CampaignPlan, ClusterPlan } from '../plan/contents/plan.ts';
import { outlinePlan } from '../plan/outline-plan.ts';
import { isChanged } from '../plan/plan-cluster.ts';
import { describeIdleScheduledRun } from './idle-scheduled-run.ts';
import type { ScheduledRunResult, ScheduledRunState } from './scheduled-run-result.ts';

/** What the next scheduled run would do if nothing changed until then. */
export interface ScheduledRunPreview {
  /** "2026-11-27", by a clock in the schedule's zone. */
  readonly scheduledRun: string;
  /** RFC 3339 UTC: when it is due, without jitter. */
  readonly at: string;
  /** Its result where it starts no campaign; null: it starts one. */
  readonly idle: Pick<ScheduledRunResult, 'phase' | 'reason'> | null;
  /** The clusters that may start when the run does, and the pools that change; null: the cluster itself. */
  readonly starts: readonly BegunCluster[];
  /** What is deferred to a later run, with the reason of each. */
  readonly deferrals: readonly ScheduledRunState[];
}

interface BegunCluster {
  readonly cluster: string;
  readonly pools: readonly (string | null)[];
  /** Pools of which only nodes that wait for a reboot are rebooted; absent: none. The run itself finds these nodes. */
  readonly reboots?: readonly string[];
  /** kured reboots these where it runs, which only the cluster shows. */
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
 * By the rules of the run itself, at the moment it is due: freezes, closed windows, blocked images. Not known: other campaigns,
 * gates, nodes that will be unhealthy.
 */
export function previewScheduledRun(question: ScheduledRunQuestion): ScheduledRunPreview {
  const { plan, atMs, timezone, freezes } = question;
  const scheduledRun = { date: scheduledRunOf(atMs, timezone) };
  const due = { scheduledRun: scheduledRun.date, at: new Date(atMs).toISOString() };
  const freeze = judgeFreeze(freezes, atMs);
  if (freeze.frozen)
    return { ...due, idle: { phase: 'Skipped', reason: freeze.reason }, starts: [], deferrals: [] };
  const idle = describeIdleScheduledRun(scheduledRun, outlinePlan(plan));
  const clusters = plan.stages.flatMap((stage) => stage.clusters);
  const openings = clusters.map((cluster) => ({ cluster, closed: closedBecause(cluster, question) }));
  const starts = openings
    .filter(({ cluster, closed }) => idle === null && isChanged(cluster) && closed === null)
    .map(({ cluster }) => begunOf(cluster));
  const deferrals = openings.flatMap(({ cluster, closed }) => deferralsOf(cluster, closed));
  return {
    ...due,
    idle: idle === null ? null : { phase: idle.phase, reason: idle.reason },
    starts,
    deferrals,
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

function deferralsOf(cluster: ClusterPlan, closed: string | null): readonly ScheduledRunState[] {
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
