import type { HealthPolicy } from '#domain/campaign/health-policy.ts';
import type { CampaignFile } from '../schema/campaign-file.ts';
import { toMetric } from './to-metrics.ts';

/** What the file says of health as the domain sees it: a check that it does not name is not made. */
export function toHealth({
  at,
  checks,
  metrics,
  settle,
  goodReadings,
}: CampaignFile['spec']['health']): HealthPolicy {
  const { nodesReady, workloadsAvailable, podsRestarting, pendingPods } = checks;
  const { systemPods, failedJobs, apiServer, events } = checks;
  return {
    at,
    checks: {
      nodesReady: nodesReady !== undefined,
      workloadsAvailable: workloadsAvailable ?? null,
      podsRestarting: podsRestarting ?? null,
      pendingPods: pendingPods === undefined ? null : { maxNew: pendingPods.maxNew, forMs: pendingPods.for },
      systemPods: systemPods !== undefined,
      failedJobs: failedJobs ?? null,
      apiServer: apiServer !== undefined,
      events: events !== undefined,
      metrics: metrics.map(toMetric),
    },
    settleMs: settle,
    goodReadings,
  };
}
