import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { type ChildWorkflowHandle, isCancellation, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '#activities/index.ts';
import { activityOptions } from '../activity-options.ts';
import { cancelWhen } from '../cancel-when.ts';
import type { clusterUpgrade } from '../cluster/cluster-upgrade.ts';
import { type CampaignCluster, calledOffBecause } from '../state/campaign-cluster.ts';
import { type CampaignRun, isStopped } from '../state/campaign-run.ts';
import { publishCampaign } from '../state/publish-campaign.ts';

type Child = ChildWorkflowHandle<typeof clusterUpgrade>;

export type LockAnswer =
  | { readonly taken: true; readonly child: Child }
  /** It stayed with someone else, or no one wants it any more. */
  | { readonly taken: false; readonly holder: string };

/**
 * Starts a cluster's workflow, whose id is the cluster's lock. While someone else holds it, says who and waits, in
 * one activity a holder: looking again and again from here would fill the history.
 */
export async function takeLock(
  run: CampaignRun,
  cluster: CampaignCluster,
  { waitMs, start }: { readonly waitMs: number; readonly start: () => Promise<Child> },
): Promise<LockAnswer> {
  const giveUpAt = run.clock.now() + waitMs;
  let holder: string | null = null;
  try {
    for (;;) {
      try {
        return { taken: true, child: await start() };
      } catch (thrown) {
        if (!(thrown instanceof WorkflowExecutionAlreadyStartedError)) throw thrown;
      }
      holder = await watchHolder(run, cluster, holder, giveUpAt);
      const isLate = run.clock.now() >= giveUpAt;
      if (isCalledOff(run, cluster) || (holder !== null && isLate))
        return { taken: false, holder: holder ?? 'somebody else' };
      showHolder(run, cluster, holder, giveUpAt);
    }
  } finally {
    const wasShown = cluster.waitingFor !== null;
    cluster.waitingFor = null;
    if (wasShown) publishCampaign(run);
  }
}

/** null: no one any more. */
async function watchHolder(
  run: CampaignRun,
  cluster: CampaignCluster,
  holder: string | null,
  deadline: number,
): Promise<string | null> {
  const { pace, tuning } = run.input;
  const { watchLock } = proxyActivities<Activities>(activityOptions(tuning).watch);
  const { pollMs, pollFloorMs } = tuning;
  const summary = `Wait for the lock of ${cluster.plan.name}${holder === null ? '' : `, held by ${holder}`}`;
  const { resourceId } = cluster.plan;
  try {
    return await cancelWhen(
      () => isCalledOff(run, cluster),
      () =>
        watchLock.executeWithOptions({ summary: summary.slice(0, 190) }, [
          { resourceId, holder, deadline, pollMs, pollFloorMs, pace },
        ]),
    );
  } catch (thrown) {
    if (!isCancellation(thrown)) throw thrown;
    return holder;
  }
}

function showHolder(run: CampaignRun, cluster: CampaignCluster, holder: string | null, until: number): void {
  if (holder === null) return;
  cluster.waitingFor = {
    kind: 'lock',
    name: cluster.plan.name,
    since: cluster.waitingFor?.since ?? run.clock.iso(),
    until: run.clock.iso(until),
    act: `${holder} holds the cluster`,
  };
  cluster.reason = `waits for ${holder}, which holds the cluster`;
  publishCampaign(run);
}

/** By the end of the campaign, or of this cluster alone. */
function isCalledOff(run: CampaignRun, cluster: CampaignCluster): boolean {
  return isStopped(run) || calledOffBecause(cluster) !== null;
}
