import type { Campaign, Maintenance } from '../campaign/campaign.ts';
import type { CampaignPlan, ClusterPlan, PlanStep, StagePlan } from './contents/plan.ts';
import { plannedImages } from './contents/planned-images.ts';
import { lastUpgrades, peakSurge } from './plan-totals.ts';
import type { Journey } from './steps/plan-pool.ts';

/** A plan with a line for each cluster: what a campaign over hundreds of clusters can keep in its history. */
export interface CampaignOutline {
  readonly digest: string;
  readonly target: string;
  readonly blocked: readonly string[];
  readonly stages: readonly StageOutline[];
  /** The file's, as a campaign answers that is asked for its outline; null: it may act at any time. */
  readonly maintenance?: Maintenance | null;
}

export interface StageOutline extends Pick<StagePlan, 'name' | 'key' | 'gates' | 'soak' | 'window'> {
  readonly clusters: readonly ClusterOutline[];
}

/** Without reasons and images, under 320 bytes of JSON. The steps are planned again, for one cluster, under its `digest`. */
export interface ClusterOutline {
  /** Its shortest name that no other cluster of the campaign has (`uniqueNames`). */
  readonly name: string;
  readonly resourceId: string;
  readonly digest: string;
  /**
   * Pinned: the control plane's versions to come, in order; where it stays (NodePoolsOnly), the one its pools go
   * to. None: it takes part and there is nothing to do, or its images alone are upgraded, or it is left out.
   */
  readonly versions: readonly string[];
  readonly blocked: readonly string[];
  /** Upgraded ones, and their nodes, each once however many hops. */
  readonly pools: number;
  readonly nodes: number;
  /** The most nodes that Azure adds at a time. */
  readonly surge: number;
  /** The newest node images that its pools have or get; absent: it is not for images. */
  readonly images?: readonly string[];
  /** Why pools keep their image, each once; absent: none is blocked. */
  readonly blockReasons?: readonly string[];
  /** How many of the pools are looked at for nodes that wait for a reboot; absent: none. */
  readonly reboots?: number;
  /** What is said of images that pools get although the stage before has not run them; absent: of none. */
  readonly untested?: readonly string[];
}

export function outlinePlan({ digest, target, blocked, stages }: CampaignPlan): CampaignOutline {
  return {
    digest,
    target,
    blocked,
    stages: stages.map((stage) => ({ ...stage, clusters: stage.clusters.map(outlineCluster) })),
  };
}

function outlineCluster(plan: ClusterPlan): ClusterOutline {
  const { name, resourceId, digest, blocked } = plan;
  const upgrades = lastUpgrades(plan);
  return {
    name,
    resourceId,
    digest,
    versions: versionsOf(plan),
    blocked,
    pools: upgrades.length,
    nodes: upgrades.reduce((total, step) => total + (step.nodes ?? 0), 0),
    surge: peakSurge(plan),
    ...rebootsOf(upgrades),
    ...imagesOf(plan),
  };
}

function rebootsOf(upgrades: readonly PlanStep[]): Pick<ClusterOutline, 'reboots'> {
  const reboots = upgrades.filter(({ action }) => action === 'reboot-node-pool').length;
  return reboots === 0 ? {} : { reboots };
}

function imagesOf(plan: ClusterPlan): Pick<ClusterOutline, 'images' | 'blockReasons' | 'untested'> {
  const images = plannedImages(plan);
  const blockReasons = [...new Set((plan.blockedPools ?? []).map(({ because }) => because))];
  const untested = [...new Set(plan.steps.flatMap(mismatchOf))];
  return {
    ...(images.length > 0 ? { images } : {}),
    ...(blockReasons.length > 0 ? { blockReasons } : {}),
    ...(untested.length > 0 ? { untested } : {}),
  };
}

/** Of a reboot the reason is why an image is taken, not what speaks against it. */
function mismatchOf({ action, reason, reboot }: PlanStep): readonly string[] {
  return action === 'upgrade-node-image' && reboot === undefined && reason !== null ? [reason] : [];
}

function versionsOf({ steps }: ClusterPlan): readonly string[] {
  const hops = steps.filter(({ action }) => action === 'upgrade-control-plane').map(({ to }) => to);
  const last = steps.findLast(({ action }) => action === 'upgrade-node-pool');
  return hops.length > 0 || last === undefined ? hops : [last.to];
}

/** The way that the plan pinned; null: there was none to pin. */
export function pinnedJourney(
  { versions }: ClusterOutline,
  type: Campaign['upgrade']['type'],
): Journey | null {
  const target = versions.at(-1);
  if (target === undefined) return null;
  return { hops: type === 'NodePoolsOnly' ? [] : versions, target };
}
