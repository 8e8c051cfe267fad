import type { ClusterRun } from '../state/cluster-run.ts';

/** Only what we closed. */
export async function uncordon(run: ClusterRun, node: string): Promise<void> {
  const { plan, pace } = run.input;
  await run.activities.compensate.uncordonNode.executeWithOptions({ summary: `Open ${node} again` }, [
    { resourceId: plan.resourceId, node, pace },
  ]);
}
