import { condition } from '@temporalio/workflow';
import type { Deciders } from '#domain/gate/decider.ts';
import { describeMissingDecision } from '#domain/nightly/scheduled-run-messages.ts';
import { answersToDecision } from '#domain/status/actions.ts';
import { forceChoice, operatorCommand } from '#domain/text/operator-command.ts';
import type { DecideSignal } from '#protocol/signals.ts';
import { isStopping } from '../state/cluster-operator.ts';
import { type ClusterRun, poolsToCome } from '../state/cluster-run.ts';
import { deferUndecided } from '../state/defer-to-next-run.ts';
import { noteOfCluster } from '../state/journal.ts';
import { signalNeedsDecision } from './signal-campaign.ts';
import { whileWaiting } from './while-waiting.ts';

interface Question {
  /** The reason without its advice, kept where no one answers; absent: all of it. */
  readonly happened?: string;
  /** null: the control plane or the cluster itself. */
  readonly pool: string | null;
  /** What a retry or a force tries again; absent: no step of the list. */
  readonly step?: string;
  /** Choices besides retry and skip. */
  readonly mayRollBack?: boolean;
  readonly mayForce?: Deciders | null;
  /** Absent: whether there is anything to clean up is not known; it is neither offered nor refused. */
  readonly mayCleanUp?: boolean;
}

/** "roll-back": the order stands in `operator.rollBack`. */
type Answer = DecideSignal | { readonly verb: 'roll-back' };

/**
 * Waits for an operator's decision, or for an abort (null). The campaign is signalled, so that the stage's budget counts
 * this cluster as failed from now on and its place goes to the next.
 */
export async function askPerson(run: ClusterRun, reason: string, question: Question): Promise<Answer | null> {
  const { happened = reason, pool, step, mayRollBack = false, mayForce = null, mayCleanUp } = question;
  const { operator, input } = run;
  const { campaign, plan, scheduledRun } = input;
  operator.decision = null;
  run.reason = reason;
  noteOfCluster(run, 'asked', pool, reason);
  // What took too long is not watched any more, and may still run.
  const atRest = run.unfinished.size === 0;
  await signalNeedsDecision(run, reason, pool, { step, mayCleanUp, atRest });
  const others = [
    'or skip',
    ...(mayRollBack ? [`or rollback --target pool/${plan.name}/${pool ?? ''}`] : []),
    ...(mayCleanUp === true ? [`or clean-up --target pool/${plan.name}/${pool ?? ''}`] : []),
    ...(mayForce !== null ? [`or ${forceChoice(campaign, plan.name, step)}`] : []),
  ].join(', ');
  const act = `${operatorCommand('retry', campaign, `cluster/${plan.name}`)} (${others})`;
  const isAnswered = () => operator.decision !== null || isStopping(operator);
  const until = scheduledRun === undefined ? null : run.clock.now() + scheduledRun.decideWithinMs;
  const actions = answersToDecision({
    campaign,
    cluster: plan.name,
    untouched: !run.begun,
    nextPools: poolsToCome(run, pool),
    settingsOf: [...run.settingsToRestore.keys()],
    ...question,
  });
  await whileWaiting(run, { kind: 'decision', name: plan.name, until, act, actions }, async () => {
    if (until === null) await condition(isAnswered);
    else await run.clock.waitUntil(until, `Decision about ${plan.name}`, isAnswered);
  });
  if (scheduledRun !== undefined && !isAnswered()) {
    const unanswered = describeMissingDecision(scheduledRun.decideWithinMs);
    noteOfCluster(run, 'unanswered', pool, `${unanswered}; the next scheduled run plans it again`);
    deferUndecided(run, scheduledRun, happened);
  }
  const decision = takeDecision(run);
  // The advice is followed; only what happened stays true.
  if (decision?.verb === 'roll-back') run.reason = happened;
  if (decision !== null && resumes.has(decision.verb)) {
    run.reason = null;
    await signalNeedsDecision(run, null, null);
  }
  return decision;
}

/** After these the cluster continues; after any other it stays counted as failed. */
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
