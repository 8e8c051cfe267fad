import type { ClusterRun } from '../state/cluster-run.ts';

const successorsMs = 60_000;
const parallelism = 10;

/**
 * Empties a node within its disruption budgets until a deadline (campaign time, ms). Returns what kept it from being empty;
 * null: it is.
 */
export async function drainNode(
  run: ClusterRun,
  node: string,
  { summary, deadline }: { readonly summary: string; readonly deadline: number },
): Promise<string | null> {
  const { campaign, plan, pace, tuning } = run.input;
  const { outcome, reason } = await run.activities.watch.drainNode.executeWithOptions({ summary }, [
    {
      resourceId: plan.resourceId,
      node,
      by: `campaign ${campaign}`,
      // As AKS's own drain does.
      consent: { unmanaged: true, localData: true },
      graceSeconds: null,
      deadline,
      parallelism,
      successorsMs,
      skipStuckMs: null,
      pollFloorMs: tuning.pollFloorMs,
      pace,
    },
  ]);
  return outcome === 'drained' ? null : (reason ?? outcome);
}

/** Only a node that we cordoned. */
export async function uncordonNode(run: ClusterRun, node: string): Promise<void> {
  const { plan, pace } = run.input;
  await run.activities.compensate.uncordonNode.executeWithOptions({ summary: `Uncordon ${node}` }, [
    { resourceId: plan.resourceId, node, pace },
  ]);
}
