import type { Cluster } from '#domain/fleet/fleet.ts';
import type { ClusterRun } from '../state/cluster-run.ts';

/** The cluster and its pools at this moment. */
export async function inspectCluster(run: ClusterRun): Promise<Cluster> {
  const { plan, pace } = run.input;
  return run.activities.read.inspectCluster.executeWithOptions({ summary: 'Look at the cluster' }, [
    { resourceId: plan.resourceId, pace },
  ]);
}
