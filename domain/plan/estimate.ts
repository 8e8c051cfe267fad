import { mayBegin } from '../calendar/decide-start.ts';
import type { OwnWindows } from '../calendar/own-windows.ts';
import type { Campaign, Maintenance, Stage } from '../campaign/campaign.ts';
import { resolveCount } from '../campaign/count.ts';
import { azureSoakMs } from '../fleet/blue-green.ts';
import type { Cluster, NodePool } from '../fleet/fleet.ts';
import type { PlanStep } from './contents/plan.ts';
import { isChanged, type PlannedCluster } from './plan-cluster.ts';

/** Minutes that Azure's documentation and support name; soaks come on top. */
const documentedMinutes = { controlPlane: 10, linuxNode: 5, windowsNode: 9 };

export const estimateBasis = "no measured upgrades yet: Azure's documented times";

const minute = 60_000;

/**
 * When the campaign could be done at the earliest (RFC 3339 UTC) if it started at `now` (ms since the epoch): all its
 * steps through its windows and soaks, as many clusters at a time as the stage allows; approvals take no time,
 * nor does the soak of a stage that continues after its run. null: the own window of a cluster is unknown.
 */
export function earliestFinish(
  campaign: Campaign,
  stages: readonly (readonly PlannedCluster[])[],
  now: number,
  ownWindowsOf: (cluster: Cluster) => OwnWindows | null,
): string | null {
  const waits = stages.flat().filter(({ plan }) => isChanged(plan));
  if (waits.some(({ cluster }) => ownWindowsOf(cluster)?.kind === 'unknown')) return null;
  const clocks = new Map<OwnWindows | null, NextStart>();
  const startsOf = (cluster: Cluster) => {
    const own = ownWindowsOf(cluster);
    const clock = clocks.get(own) ?? windowClock(campaign.maintenance, own);
    clocks.set(own, clock);
    return clock;
  };
  const finish = campaign.stages.reduce((start, stage, index) => {
    const clusters = stages[index] ?? [];
    const changed = clusters.filter(({ plan }) => isChanged(plan));
    const soaks = !campaign.soaksAcrossRuns && (changed.length > 0 || runsImages(campaign, clusters));
    const soakMs = soaks ? stage.soakMs : 0;
    const end = changed.length === 0 ? start : finishStage(campaign, stage, changed, start, startsOf);
    return end + soakMs;
  }, now);
  return new Date(finish).toISOString();
}

/** A stage soaks for clusters that have the newest image already, too: what they run is what the next stage may take. */
function runsImages({ upgrade }: Campaign, clusters: readonly PlannedCluster[]): boolean {
  const isCurrent = ({ plan }: PlannedCluster) =>
    plan.blocked.length === 0 && plan.blockedPools === undefined;
  return upgrade.type === 'NodeImageOnly' && clusters.some(isCurrent);
}

type NextStart = (at: number) => number;

function finishStage(
  campaign: Campaign,
  stage: Stage,
  clusters: readonly PlannedCluster[],
  start: number,
  startsOf: (cluster: Cluster) => NextStart,
): number {
  const places = Math.max(1, resolveCount(stage.maxConcurrency, clusters.length));
  const lanes = Array.from({ length: Math.min(places, clusters.length) }, () => start);
  for (const cluster of clusters) {
    const lane = lanes.indexOf(Math.min(...lanes));
    lanes[lane] = finishCluster(campaign, cluster, lanes[lane] ?? start, startsOf(cluster.cluster));
  }
  return Math.max(...lanes);
}

function finishCluster(
  campaign: Campaign,
  { plan, cluster }: PlannedCluster,
  start: number,
  nextStart: NextStart,
): number {
  const waitsOnce = campaign.maintenance?.onClose === 'FinishCluster';
  const steps = plan.steps.filter(
    ({ action }) => action.startsWith('upgrade-') || action === 'migrate-node-pool',
  );
  const done = steps.reduce((at, step, index) => {
    const begun = waitsOnce && index > 0 ? at : nextStart(at);
    const pool = cluster.pools.find((each) => each.name === step.pool);
    return begun + (pool === undefined ? controlPlaneTime(campaign) : poolTime(step, pool));
  }, start);
  return done + campaign.cluster.afterCluster.soakMs;
}

function controlPlaneTime(campaign: Campaign): number {
  return documentedMinutes.controlPlane * minute + campaign.cluster.controlPlaneSoakMs;
}

/** Azure replaces as many nodes at once as it surges by; of blue-green, all at once. */
function poolTime(step: PlanStep, pool: NodePool): number {
  const settings = { ...pool.upgradeSettings, ...step.strategy?.upgradeSettings };
  const rounds = Math.ceil((step.nodes ?? 0) / Math.max(1, step.surge));
  const perNode = pool.osType === 'Windows' ? documentedMinutes.windowsNode : documentedMinutes.linuxNode;
  const minutes = rounds * (perNode + (settings.nodeSoakDurationInMinutes ?? 0));
  const azureMs = step.blueGreen
    ? perNode * minute + azureSoakMs(step.blueGreen, step.nodes ?? 0)
    : minutes * minute;
  return azureMs + (step.strategy?.soakMs ?? 0);
}

/** When a step may begin; asks the calendar once for each window, not for each step. Where that is not known: at once. */
function windowClock(maintenance: Maintenance | null, own: OwnWindows | null): NextStart {
  let known: { readonly from: number; readonly until: number } | null = null;
  return (at) => {
    if (known !== null && known.from <= at && at <= known.until) return at;
    const decision = mayBegin(maintenance, at, { own });
    if (!decision.go && decision.opensAt !== null) return decision.opensAt;
    if (!decision.go) {
      known = { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY };
      return at;
    }
    known = { from: at, until: decision.notAfter ?? Number.POSITIVE_INFINITY };
    return at;
  };
}
