import { ChildWorkflowFailure } from '@temporalio/common';
import { type ChildWorkflowHandle, condition, log, startChild } from '@temporalio/workflow';
import { heldAt, isBlockedByPolicyAlone } from '#domain/campaign/pauses.ts';
import { clusterWorkflowId } from '#domain/fleet/ids.ts';
import { formatDuration } from '#domain/text/duration.ts';
import { summaryText } from '#domain/text/summary-text.ts';
import type { ClusterOutcome, ClusterUpgradeInput } from '#protocol/cluster-upgrade.ts';
import { clusterSignals } from '#protocol/signals.ts';
import { workflowTypes } from '#protocol/workflow-types.ts';
import type { clusterUpgrade } from '../cluster/cluster-upgrade.ts';
import { abortOrder, abortReason } from '../operator/steer-campaign.ts';
import { keys } from '../search-attributes.ts';
import type { CampaignRun, Line } from '../state/campaign-run.ts';
import { takeLock } from './take-lock.ts';

type Child = ChildWorkflowHandle<typeof clusterUpgrade>;

/**
 * Runs one cluster's upgrade as a child whose workflow id is the cluster's lock, and passes orders on to it.
 * A cluster that somebody else holds is waited for, then skipped or failed, as the file says.
 */
export async function upgradeInChild(
  run: CampaignRun,
  line: Line,
  input: ClusterUpgradeInput,
): Promise<ClusterOutcome> {
  const { waitMs } = input.terms.cluster.onBusy;
  const start = () => startUpgrade(run, line, input);
  const lock = await takeLock(run, line, { waitMs, start });
  if (!lock.taken) return notBegun(run, line, input, lock.holder);
  const { child } = lock;
  line.reason = null;
  const isFreed = line.retried && isBlockedByPolicyAlone(run);
  if (heldAt(run) === 'node-pool' && !isFreed) line.outbox.push({ signal: clusterSignals.pause, args: [] });
  if (run.aborted !== null) line.outbox.push(abortOrder(run.aborted));
  passOrdersOn(line, child).catch(() => undefined);
  try {
    return await child.result();
  } catch (thrown) {
    if (!(thrown instanceof ChildWorkflowFailure)) throw thrown;
    const reason = `its workflow ended in Temporal: ${thrown.cause?.message ?? thrown.message}`;
    return {
      phase: 'Failed',
      reason,
      untouched: false,
      leftByRule: false,
      slice: line.slice,
      notRestored: [],
    };
  }
}

function notBegun(
  run: CampaignRun,
  line: Line,
  { terms }: ClusterUpgradeInput,
  holder: string,
): ClusterOutcome {
  const left = { untouched: true, leftByRule: false, slice: line.slice, notRestored: [] };
  const because = run.aborted ?? abortReason(line);
  // Orders for a child that never was: another turn begins without them.
  line.outbox.length = 0;
  if (because !== null) return { phase: 'Aborted', reason: because, ...left };
  const { waitMs, afterwards } = terms.cluster.onBusy;
  const reason = `${holder} held the cluster for longer than the file waits (cluster.onBusy: ${formatDuration(waitMs)})`;
  return afterwards === 'Skip'
    ? { phase: 'Skipped', reason, ...left, leftByRule: true }
    : { phase: 'Failed', reason, ...left, untouched: false };
}

function startUpgrade(run: CampaignRun, line: Line, input: ClusterUpgradeInput): Promise<Child> {
  const { plan, stage } = line;
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
      { key: keys.DrydockCluster, value: plan.name },
      { key: keys.DrydockStage, value: stage },
      { key: keys.DrydockPhase, value: 'Running' },
      { key: keys.DrydockTargetVersion, value: run.plan?.target ?? '' },
      { key: keys.DrydockNeedsAttention, value: false },
    ],
  });
}

async function passOrdersOn(line: Line, child: Child): Promise<never> {
  for (;;) {
    await condition(() => line.outbox.length > 0);
    const order = line.outbox.shift()!;
    try {
      await child.signal(order.signal, ...order.args);
    } catch (thrown) {
      log.warn('the cluster did not take an order', { cluster: line.plan.name, error: String(thrown) });
    }
  }
}
