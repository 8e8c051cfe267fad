import type { Campaign } from '#domain/campaign/campaign.ts';
import { resolveCount } from '#domain/campaign/count.ts';
import type { Cluster } from '#domain/fleet/fleet.ts';
import { resourceKey } from '#domain/fleet/ids.ts';
import { valueOr } from '#domain/observation.ts';
import type { CampaignPlan, PlanStep } from '#domain/plan/contents/plan.ts';
import { isChanged } from '#domain/plan/plan-cluster.ts';
import { checkSharedQuota } from '#domain/preflight/capacity/check-shared-quota.ts';
import { isChecked } from '#domain/preflight/findings/apply-preflight-policy.ts';
import type { PreflightFinding } from '#domain/preflight/findings/preflight-finding.ts';
import { judgePreflight } from '#domain/preflight/judge-preflight.ts';
import { checkWaivers } from '#domain/preflight/removals/check-waivers.ts';
import type { Gateways } from '#gateways/open-gateways.ts';
import { mapBounded } from '#procedures/map-bounded.ts';
import { readPreflight } from '#procedures/read/read-preflight.ts';
import { openFindingLines } from '../view/plan/preflight-text.ts';
import { during } from '../view/terminal/progress.ts';

/** Most of them wait, for an API server that may be silent for half a minute. */
const atATime = 16;

export interface PlannedFleet {
  readonly campaign: Campaign;
  readonly plan: CampaignPlan;
  readonly clusters: readonly Cluster[];
  /** Campaign time, ms. */
  readonly now: number;
}

/**
 * What the upgrade of every cluster of a plan would stumble on now, and what those side by side would together. What cannot be
 * read is among the findings.
 */
export async function runPreflightChecks(
  gateways: Gateways,
  { campaign, plan, clusters, now }: PlannedFleet,
): Promise<readonly PreflightFinding[]> {
  const { preflight: policy, baseline } = campaign;
  const shared = new Map<string, Promise<unknown>>();
  const known = new Map(clusters.map((each) => [resourceKey(each.resourceId), each]));
  const stages = plan.stages.map((stage) =>
    stage.clusters.filter(isChanged).flatMap(({ name, resourceId, steps }) => {
      const cluster = known.get(resourceKey(resourceId));
      return cluster === undefined ? [] : [{ cluster: { ...cluster, name }, steps }];
    }),
  );
  const checkCluster = async ({
    cluster,
    steps,
  }: {
    readonly cluster: Cluster;
    readonly steps: readonly PlanStep[];
  }) => {
    const work = { signal: new AbortController().signal, onRequest: () => undefined };
    const readings = await readPreflight(gateways, {
      cluster,
      steps,
      policy,
      onlyDrain: false,
      work,
      isTolerated: () => true,
      shared,
      now,
    });
    const findings = judgePreflight({ cluster, steps, policy, readings, onlyDrainOf: null, baseline, now });
    const { removals } = readings;
    const quota = { cluster, steps, usages: valueOr(readings.cores, []) };
    return { findings, quota, removals: { name: cluster.name, removals } };
  };
  const all = stages.flat();
  const newLines = openFindingLines();
  const checked = await during(
    'checking clusters',
    (count, say) =>
      mapBounded(all, atATime, async (each) => {
        try {
          const answer = await checkCluster(each);
          for (const line of newLines(answer.findings)) say(line);
          return answer;
        } finally {
          // Of hundreds of clusters, the connections and trust of those that were checked would fill the memory.
          gateways.kubernetes.release(each.cluster.resourceId);
          count();
        }
      }),
    { total: all.length, unit: 'clusters' },
  );
  const quotas = new Map(checked.map(({ quota }) => [quota.cluster, quota]));
  const together = stages.flatMap((members, index) => {
    const { maxConcurrency } = campaign.stages[index]!;
    const own = members.flatMap(({ cluster }) => quotas.get(cluster) ?? []);
    return checkSharedQuota(own, Math.max(1, resolveCount(maxConcurrency, members.length)));
  });
  const idle = checkWaivers(
    policy.removedApisWaivers ?? [],
    checked.map(({ removals }) => removals),
    now,
  );
  return [
    ...checked.flatMap(({ findings }) => findings),
    ...(isChecked(policy, 'quota') ? together : []),
    ...idle,
  ];
}
