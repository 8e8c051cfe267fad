import type { Campaign } from '#domain/campaign/campaign.ts';
import type { Cluster } from '#domain/campaign/fleet.ts';
import { resourceKey } from '#domain/campaign/ids.ts';
import type { CampaignPlan, ClusterPlan } from '#domain/campaign/plan.ts';
import { isChanged } from '#domain/campaign/plan-cluster.ts';
import { judgePreflight } from '#domain/preflight/judge-preflight.ts';
import type { PreflightFinding } from '#domain/preflight/preflight-finding.ts';
import { mapBounded } from '#gateways/map-bounded.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { readBeforehand } from '#gateways/read-beforehand.ts';

/** Most of them wait, for an API server that may be silent for half a minute. */
const atATime = 16;

export interface PlannedFleet {
  readonly campaign: Campaign;
  readonly plan: CampaignPlan;
  readonly clusters: readonly Cluster[];
  /** Campaign time, ms. */
  readonly now: number;
}

/** What the upgrade of every cluster of a plan would stumble on now. What cannot be read is among the findings. */
export async function lookBeforehand(
  gateways: Gateways,
  { campaign, plan, clusters, now }: PlannedFleet,
): Promise<readonly PreflightFinding[]> {
  const { preflight: policy } = campaign;
  const shared = new Map<string, Promise<unknown>>();
  const known = new Map(clusters.map((each) => [resourceKey(each.resourceId), each]));
  const changed = plan.stages.flatMap((stage) => stage.clusters).filter(isChanged);
  const look = async ({ resourceId, steps }: ClusterPlan): Promise<readonly PreflightFinding[]> => {
    const cluster = known.get(resourceKey(resourceId));
    if (cluster === undefined) return [];
    const work = { signal: new AbortController().signal, onRequest: () => undefined };
    const beforehand = await readBeforehand(gateways, {
      cluster,
      steps,
      policy,
      onlyDrain: false,
      work,
      isLost: () => true,
      shared,
    });
    return judgePreflight({ cluster, steps, policy, beforehand, onlyDrainOf: null, now });
  };
  return (await mapBounded(changed, atATime, look)).flat();
}
