import type { Cluster } from '#domain/fleet/fleet.ts';
import type { ClusterRun } from '../state/cluster-run.ts';

export async function inspectCluster(run: ClusterRun): Promise<Cluster> {
  const { plan, pace } = run.input;
  return run.activities.read.inspectCluster.executeWithOptions({ summary: 'Inspect the cluster' }, [
    { resourceId: plan.resourceId, pace },
  ]);
}
