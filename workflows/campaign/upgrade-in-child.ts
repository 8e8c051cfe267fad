import { ChildWorkflowFailure } from '@temporalio/common';
import { type ChildWorkflowHandle, condition, log, startChild } from '@temporalio/workflow';
import { heldAt, isBlockedByPolicyAlone } from '#domain/campaign/pauses.ts';
import { clusterWorkflowId, parseResourceId } from '#domain/fleet/ids.ts';
import { formatDuration } from '#domain/text/duration.ts';
import { summaryText } from '#domain/text/summary-text.ts';
import type { ClusterOutcome, ClusterUpgradeInput } from '#protocol/cluster-upgrade.ts';
import { clusterSignals } from '#protocol/signals.ts';
import { workflowTypes } from '#protocol/workflow-types.ts';
import { resultOfChild } from '../close-as.ts';
import type { clusterUpgrade } from '../cluster/cluster-upgrade.ts';
import { abortOrder } from '../operator/steer-campaign.ts';
import { keys } from '../search-attributes.ts';
import { type CampaignCluster, calledOffBecause } from '../state/campaign-cluster.ts';
import type { CampaignRun } from '../state/campaign-run.ts';
import { takeLock } from './take-lock.ts';

type Child = ChildWorkflowHandle<typeof clusterUpgrade>;

/**
 * Runs one cluster's upgrade as a child whose workflow id is the cluster's lock, and passes orders on to it.
 * A cluster that another workflow holds is waited for, then skipped or failed, as the file says.
 */
export async function upgradeInChild(
  run: CampaignRun,
  cluster: CampaignCluster,
  input: ClusterUpgradeInput,
): Promise<ClusterOutcome> {
  const { waitMs } = input.terms.cluster.onBusy;
  const start = () => startUpgrade(run, cluster, input);
  const lock = await takeLock(run, cluster, { waitMs, start });
  if (!lock.taken) return notBegun(run, cluster, input, lock.holder);
  const { child } = lock;
  cluster.reason = null;
  const isFreed = cluster.retried && isBlockedByPolicyAlone(run);
  if (heldAt(run) === 'node-pool' && !isFreed)
    cluster.outbox.push({ signal: clusterSignals.pause, args: [] });
  if (run.aborted !== null) cluster.outbox.push(abortOrder(run.aborted));
  let isOver = false;
  passOrdersOn(cluster, child, () => isOver).catch(() => undefined);
  try {
    return await resultOfChild(child.result());
  } catch (thrown) {
    if (!(thrown instanceof ChildWorkflowFailure)) throw thrown;
    const reason = `its workflow ended in Temporal: ${thrown.cause?.message ?? thrown.message}`;
    return {
      phase: 'Failed',
      reason,
      untouched: false,
      skippedByRule: false,
      slice: cluster.slice,
      notRestored: [],
    };
  } finally {
    isOver = true;
  }
}

function notBegun(
  run: CampaignRun,
  cluster: CampaignCluster,
  { terms }: ClusterUpgradeInput,
  holder: string,
): ClusterOutcome {
  const rest = { untouched: true, skippedByRule: false, slice: cluster.slice, notRestored: [] };
  const because = run.aborted ?? calledOffBecause(cluster);
  if (because !== null) return { phase: 'Aborted', reason: because, ...rest };
  const { waitMs, afterwards } = terms.cluster.onBusy;
  const reason = `${holder} held the cluster for longer than the file waits (cluster.onBusy: ${formatDuration(waitMs)})`;
  return afterwards === 'Skip'
    ? { phase: 'Skipped', reason, ...rest, skippedByRule: true }
    : { phase: 'Failed', reason, ...rest };
}

function startUpgrade(
  run: CampaignRun,
  cluster: CampaignCluster,
  input: ClusterUpgradeInput,
): Promise<Child> {
  const { plan, stage } = cluster;
  return startChild<typeof clusterUpgrade>(workflowTypes.clusterUpgrade, {
    workflowId: clusterWorkflowId(plan.resourceId),
    args: [input],
    // A campaign that is terminated must not leave operations of its own unwatched: its clusters abort them.
    parentClosePolicy: 'REQUEST_CANCEL',
    cancellationType: 'WAIT_CANCELLATION_COMPLETED',
    staticSummary: summaryText(
      `${plan.name} to ${run.plan?.target ?? ''}, stage ${stage} of ${input.campaign}`,
    ),
    typedSearchAttributes: [
      { key: keys.DrydockCampaign, value: input.campaign },
      { key: keys.DrydockCluster, value: parseResourceId(plan.resourceId).name },
      { key: keys.DrydockStage, value: stage },
      { key: keys.DrydockPhase, value: 'Running' },
      { key: keys.DrydockTargetVersion, value: run.plan?.target ?? '' },
      { key: keys.DrydockNeedsAttention, value: false },
    ],
  });
}

/** Until the attempt is over: the next one has an outbox and a child of its own. All stay in the outbox, for the attempt's end. */
async function passOrdersOn(cluster: CampaignCluster, child: Child, isOver: () => boolean): Promise<void> {
  const { outbox } = cluster;
  for (let sent = 0; ; sent += 1) {
    await condition(() => outbox.length > sent || isOver());
    const order = outbox[sent];
    if (isOver() || order === undefined) return;
    try {
      await child.signal(order.signal, ...order.args);
    } catch (thrown) {
      log.warn('the cluster did not take an order', { cluster: cluster.plan.name, error: String(thrown) });
    }
  }
}
