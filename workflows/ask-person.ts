import { condition, getExternalWorkflowHandle, log } from '@temporalio/workflow';
import type { ClusterRun } from './cluster-run.ts';
import { campaignSignals, type DecideSignal, type NeedsPersonSignal } from './messages.ts';
import { whileWaiting } from './while-waiting.ts';

/**
 * Waits for a person to say "retry", "skip" or "skip-pool", or for an abort (null). The campaign is told, so that the stage's
 * budget counts this cluster as failed from now on and its place goes to the next.
 */
export async function askPerson(
  run: ClusterRun,
  reason: string,
  pool: string | null,
): Promise<DecideSignal | null> {
  const { operator, input } = run;
  const { campaign, plan } = input;
  operator.decision = null;
  run.reason = reason;
  await tellCampaign(run, reason, pool);
  const act = `drydock retry ${campaign} --target cluster/${plan.name} --reason TEXT (or skip)`;
  await whileWaiting(run, { kind: 'decision', name: plan.name, until: null, act }, () =>
    condition(() => operator.decision !== null || operator.aborted !== null),
  );
  const decision = takeDecision(run);
  if (decision !== null && decision.verb !== 'skip') {
    run.reason = null;
    await tellCampaign(run, null, null);
  }
  return decision;
}

function takeDecision({ operator }: ClusterRun): DecideSignal | null {
  return operator.aborted === null ? operator.decision : null;
}

async function tellCampaign(run: ClusterRun, reason: string | null, pool: string | null): Promise<void> {
  const told: NeedsPersonSignal = { resourceId: run.input.plan.resourceId, reason, pool };
  await signalCampaign(run, campaignSignals.needsPerson, told);
}

/** A campaign that is gone (terminated in Temporal) must not take its cluster's state with it. */
export async function signalCampaign(run: ClusterRun, signal: string, told: object): Promise<void> {
  try {
    await getExternalWorkflowHandle(run.input.campaignWorkflowId).signal(signal, told);
  } catch (thrown) {
    log.warn('the campaign did not take the signal', { signal, error: String(thrown) });
  }
}
