import type { Cluster } from '#domain/fleet/fleet.ts';
import type { ClusterRun } from '../state/cluster-run.ts';

/** `patienceMs`: how long it may be tried; absent: as every read. */
export async function inspectCluster(run: ClusterRun, patienceMs?: number): Promise<Cluster> {
  const { plan, pace, terms } = run.input;
  return run.activities.read.inspectCluster.executeWithOptions(
    {
      summary: 'Inspect the cluster',
      ...(patienceMs === undefined ? {} : { scheduleToCloseTimeout: patienceMs }),
    },
    [{ resourceId: plan.resourceId, apiVersion: terms.nodePools.previewApiVersion, pace }],
  );
}
