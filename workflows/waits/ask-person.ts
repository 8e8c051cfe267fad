import { condition, getExternalWorkflowHandle, log } from '@temporalio/workflow';
import { describeNobodyCame } from '#domain/nightly/scheduled-run-messages.ts';
import { campaignSignals, type DecideSignal, type NeedsPersonSignal } from '#protocol/signals.ts';
import { isStopping } from '../state/cluster-operator.ts';
import type { ClusterRun } from '../state/cluster-run.ts';
import { deferUndecided } from '../state/defer-to-next-run.ts';
import { noteOfCluster } from '../state/journal.ts';
import { whileWaiting } from './while-waiting.ts';

interface Asked {
  /** What stays true where nobody answers: the reason without its advice; absent: all of it. */
  readonly happened?: string;
  /** null: the control plane or the cluster itself. */
  readonly pool: string | null;
  /** What a retry or a force tries again; absent: no step of the list. */
  readonly step?: string;
  /** Said beside the other words. */
  readonly mayRollBack?: boolean;
  readonly mayForce?: boolean;
  /** Absent: whether there is anything to clean up is not known; it is not offered, nor refused. */
  readonly mayCleanUp?: boolean;
}

/** "roll-back": the order stands in `operator.rollBack`. */
type Answer = DecideSignal | { readonly verb: 'roll-back' };

/**
 * Waits for a person to say "retry", "skip", "skip-pool", "force", "clean-up" or "roll-back", or for an abort (null). The campaign is told, so that the stage's
 * budget counts this cluster as failed from now on and its place goes to the next.
 */
export async function askPerson(
  run: ClusterRun,
  reason: string,
  { happened = reason, pool, step, mayRollBack = false, mayForce = false, mayCleanUp }: Asked,
): Promise<Answer | null> {
  const { operator, input } = run;
  const { campaign, plan } = input;
  operator.decision = null;
  run.reason = reason;
  noteOfCluster(run, 'asked', pool, reason);
  await signalNeedsPerson(run, reason, pool, { step, mayCleanUp });
  const others = [
    'or skip',
    ...(mayRollBack ? [`or rollback --target pool/${plan.name}/${pool ?? ''}`] : []),
    ...(mayCleanUp === true ? [`or clean-up --target pool/${plan.name}/${pool ?? ''}`] : []),
    ...(mayForce ? [`or ${describeForce(run, step)}`] : []),
  ].join(', ');
  const act = `drydock retry ${campaign} --target cluster/${plan.name} --reason TEXT (${others})`;
  const isAnswered = () => operator.decision !== null || isStopping(operator);
  const until = input.scheduledRun === undefined ? null : run.clock.now() + input.scheduledRun.decideWithinMs;
  await whileWaiting(run, { kind: 'decision', name: plan.name, until, act }, async () => {
    if (until === null) await condition(isAnswered);
    else await run.clock.waitUntil(until, `A decision about ${plan.name}`, isAnswered);
  });
  if (input.scheduledRun !== undefined && !isAnswered()) {
    noteOfCluster(
      run,
      'unanswered',
      pool,
      `${describeNobodyCame(input.scheduledRun.decideWithinMs)}; the next night plans it anew`,
    );
    deferUndecided(run, input.scheduledRun, happened);
  }
  const decision = takeDecision(run);
  if (decision !== null && resumes.has(decision.verb)) {
    run.reason = null;
    await signalNeedsPerson(run, null, null);
  }
  return decision;
}

/** What is forced is named: a later step has to be allowed anew. */
export function describeForce(
  { input: { campaign, plan } }: Pick<ClusterRun, 'input'>,
  step: string | undefined,
): string {
  const what = step === undefined ? '' : ` (${step} alone)`;
  return `drydock force ${campaign} --target cluster/${plan.name} --reason TEXT${what}, said by somebody else than whoever started it`;
}

/** After these the cluster goes on; whatever else is said, it stays counted as failed. */
export const resumes: ReadonlySet<Answer['verb']> = new Set([
  'retry',
  'skip-pool',
  'force',
  'clean-up',
] as const);

function takeDecision({ operator }: ClusterRun): Answer | null {
  if (operator.aborted !== null) return null;
  return operator.rollBack === null ? operator.decision : { verb: 'roll-back' };
}

/** null: there is no question any more. */
export async function signalNeedsPerson(
  run: ClusterRun,
  reason: string | null,
  pool: string | null,
  {
    step,
    mayCleanUp,
    retryWaits,
  }: {
    readonly step?: string | undefined;
    readonly mayCleanUp?: boolean | undefined;
    readonly retryWaits?: string;
  } = {},
): Promise<void> {
  const { resourceId } = run.input.plan;
  const told: NeedsPersonSignal = {
    resourceId,
    reason,
    pool,
    ...(step === undefined ? {} : { step }),
    ...(mayCleanUp === undefined ? {} : { mayCleanUp }),
    ...(retryWaits === undefined ? {} : { retryWaits }),
  };
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
