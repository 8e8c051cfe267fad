import { describeCause, describeForOperator, type FailureKind } from '#domain/failure.ts';
import { mayForceHelp } from '#domain/gate/force.ts';
import { describeSkippedByRule } from '#domain/nightly/scheduled-run-messages.ts';
import type { AfterFailedStep } from '#domain/rollback/decide-failed-pool.ts';
import { decideFailedStep } from '#domain/rollback/decide-failed-step.ts';
import { joinTexts } from '#domain/text/sentences.ts';
import type { ClusterOutcome } from '#protocol/cluster-upgrade.ts';
import type { ClusterRun, StepState } from '../state/cluster-run.ts';
import { noteOfCluster } from '../state/journal.ts';
import { publishCluster } from '../state/publish-cluster.ts';
import type { StepResult } from '../state/step-result.ts';
import { askPerson } from '../waits/ask-person.ts';
import { cleanUp } from './clean-up-quarantined.ts';
import { closeCluster } from './close-cluster.ts';
import { assessFailure, isOfPool } from './failed-pool.ts';
import { failStep, stopStep } from './finish-step.ts';
import { describeSkip } from './obey-rollback.ts';
import { proveForce } from './prove-force.ts';

type FailedStep = StepResult & { readonly kind: 'failed' };
/** null: the next step follows. A result: that of a clean-up, which takes the failure's place. */
type Settled = ClusterOutcome | null | 'again' | StepResult;

/** A failed step is settled by the file's rules or by an operator. */
export async function settleFailure(
  run: ClusterRun,
  state: StepState | null,
  result: FailedStep,
): Promise<Settled> {
  const { failure, decided } = result;
  const message = describeForOperator(failure);
  if (state !== null) Object.assign(state, { phase: 'NeedsDecision', detail: message, finishedAt: null });
  const decision = decideFailedStep(failure.kind, run.input.terms.cluster, run.begun);
  if (decision === 'fail') return closeCluster(run, 'Failed', message);
  if (decision === 'skip-cluster') {
    const reason = describeSkippedByRule(failure, run.input.scheduledRun !== undefined);
    return closeCluster(run, 'Skipped', reason, { skippedByRule: true });
  }
  const after: AfterFailedStep =
    decided === undefined ? await assessFailure(run, state, result) : { do: 'ask', found: '' };
  const question = joinTexts([message, after.found, after.advice]);
  // What stays true once it is settled: no advice that cannot be followed any more.
  const happened = joinTexts([describeCause(failure), after.found]);
  if (state !== null) state.detail = question;
  if (after.do === 'again') return 'again';
  if (after.do === 'roll-back') {
    const because = `rollback.nodePools: OnFailure. ${happened}`;
    noteOfCluster(run, 'rollback-begun', state?.pool ?? null, because);
    run.operator.rollBack ??= { pool: state?.pool ?? null, because };
    return 'again';
  }
  const answer =
    decided ??
    (await askPerson(run, question, {
      happened,
      pool: state?.pool ?? null,
      ...(state === null ? {} : { step: state.name }),
      mayRollBack: after.do === 'offer',
      ...(after.quarantined === undefined ? {} : { mayCleanUp: after.quarantined }),
      mayForce: state !== null && mayForceHelp(failure.kind) ? run.input.mayForce : null,
    }));
  return obeyAnswer(run, state, answer, { happened, kind: failure.kind });
}

async function obeyAnswer(
  run: ClusterRun,
  state: StepState | null,
  answer: Awaited<ReturnType<typeof askPerson>>,
  { happened, kind }: { readonly happened: string; readonly kind: FailureKind },
): Promise<Settled> {
  // What an operator aborted after it was verified has not failed.
  const close = kind === 'operation-canceled' && state?.end === 'Succeeded' ? stopStep : failStep;
  switch (answer?.verb) {
    case undefined:
      close(run, state, 'Aborted', happened);
      return closeCluster(run, 'Aborted', run.operator.aborted, { failed: true });
    case 'force': {
      const { forMs = 0, by, reason, evidence } = answer;
      const order = await proveForce(run, { forMs, by, reason }, evidence);
      if (typeof order === 'string') noteOfCluster(run, 'force-refused', state?.pool ?? null, order);
      else run.nextForce = order;
      return 'again';
    }
    case 'roll-back':
    case 'retry':
      return 'again';
    case 'clean-up':
      return cleanUpPool(run, state);
    case 'skip-pool': {
      const because = describeSkip(answer, happened);
      if (state !== null && isOfPool(state))
        run.operator.poolOrders.set(state.pool, { pool: state.pool, how: 'skip', because });
      close(run, state, 'Skipped', because);
      // What an operator skips counts as normal from here on.
      run.baselines.delete(null);
      return null;
    }
    case 'skip':
      close(run, state, 'Skipped', happened);
      return closeCluster(run, 'Skipped', describeSkip(answer, happened), { failed: state === null });
  }
}

/** What the clean-up itself runs into is settled like any failure of the step. */
async function cleanUpPool(run: ClusterRun, state: StepState | null): Promise<'again' | StepResult> {
  if (state === null || !isOfPool(state)) return 'again';
  state.phase = 'Running';
  publishCluster(run);
  const result = await cleanUp(run, state);
  return result.kind === 'done' ? 'again' : result;
}
