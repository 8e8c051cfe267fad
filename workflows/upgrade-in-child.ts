import { ChildWorkflowFailure, WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { type ChildWorkflowHandle, condition, log, startChild } from '@temporalio/workflow';
import { clusterWorkflowId } from '#domain/campaign/ids.ts';
import { summaryText } from '#domain/campaign/summary-text.ts';
import { type CampaignRun, isStopped, type Line } from './campaign-run.ts';
import type { clusterUpgrade } from './cluster-upgrade.ts';
import { type ClusterOutcome, type ClusterUpgradeInput, clusterSignals, workflowTypes } from './messages.ts';
import { keys } from './search-attributes.ts';
import { abortOrder } from './steer-campaign.ts';

type Child = ChildWorkflowHandle<typeof clusterUpgrade>;

const lookAgainMs = 60_000;

/**
 * Runs one cluster's upgrade as a child whose workflow id is the cluster's lock, and passes orders on to it.
 * A cluster locked by somebody else is waited for, then skipped.
 */
export async function upgradeInChild(
  run: CampaignRun,
  line: Line,
  input: ClusterUpgradeInput,
): Promise<ClusterOutcome> {
  const child = await takeLock(run, line, input);
  if (child === null) {
    return notBegun(run, line, input);
  }
  if (run.paused?.at === 'node-pool') line.outbox.push({ signal: clusterSignals.pause, args: [] });
  if (run.aborted !== null) line.outbox.push(abortOrder(run.aborted));
  passOrdersOn(line, child).catch(() => undefined);
  try {
    return await child.result();
  } catch (thrown) {
    if (!(thrown instanceof ChildWorkflowFailure)) throw thrown;
    const reason = `its workflow ended in Temporal: ${thrown.cause?.message ?? thrown.message}`;
    return { phase: 'Failed', reason, untouched: false, slice: line.slice, notRestored: [] };
  }
}

function notBegun(run: CampaignRun, line: Line, { terms }: ClusterUpgradeInput): ClusterOutcome {
  const left = { untouched: true, slice: line.slice, notRestored: [] };
  if (run.aborted !== null) return { phase: 'Aborted', reason: run.aborted, ...left };
  const reason = 'another campaign or a nightly run holds the cluster';
  return terms.cluster.onBusy.afterwards === 'Skip'
    ? { phase: 'Skipped', reason, ...left }
    : { phase: 'Failed', reason, ...left, untouched: false };
}

/** null: it stayed locked, or the campaign was stopped meanwhile. */
async function takeLock(run: CampaignRun, line: Line, input: ClusterUpgradeInput): Promise<Child | null> {
  const giveUpAt = run.clock.now() + input.terms.cluster.onBusy.waitMs;
  for (;;) {
    try {
      return await startUpgrade(run, line, input);
    } catch (thrown) {
      if (!(thrown instanceof WorkflowExecutionAlreadyStartedError)) throw thrown;
    }
    if (isStopped(run) || run.clock.now() >= giveUpAt) return null;
    line.reason = 'waits for another campaign that holds the cluster';
    const until = run.clock.now() + lookAgainMs;
    await run.clock.waitUntil(until, `Wait for the lock of ${line.plan.name}`, () => isStopped(run));
    line.reason = null;
  }
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
