import { withoutCutSoak } from '#domain/outcome/step-end.ts';
import { joinTexts } from '#domain/text/sentences.ts';
import type { ClusterOutcome } from '#protocol/cluster-upgrade.ts';
import { isStopping } from '../state/cluster-operator.ts';
import { type ClusterRun, restartDeadline, type StepState } from '../state/cluster-run.ts';
import { forgetAborts, resultUnlessAborted } from '../state/pool-orders.ts';
import { publishCluster } from '../state/publish-cluster.ts';
import type { StepResult } from '../state/step-result.ts';
import { closeCluster } from './close-cluster.ts';
import type { ClusterStep } from './cluster-upgrade-steps.ts';
import { describeAbortedStep } from './failed-pool.ts';
import { closeIfSkipped, finishStep, stopStep } from './finish-step.ts';
import { withForce } from './force-upgrade.ts';
import { obeyRollback } from './obey-rollback.ts';
import { settleFailure } from './settle-failure.ts';

/** Takes a step, and retries it as often as an operator says so; null: the next step follows. */
export async function takeStep(run: ClusterRun, step: ClusterStep): Promise<ClusterOutcome | null> {
  const { state } = step;
  // A force that was allowed for an attempt that never began is not for the next step.
  run.nextForce = null;
  if (closeIfSkipped(run, state)) return null;
  // What an earlier attempt completed is only checked: it keeps its times unless something is sent.
  if (state !== null && state.phase !== 'Completed') state.startedAt = run.clock.iso();
  let asked: string | null = null;
  for (;;) {
    const rolledBack = await obeyRollback(run, asked);
    if (rolledBack !== null) return rolledBack;
    if (closeIfSkipped(run, state)) return null;
    if (state !== null && state.phase !== 'Completed') state.phase = 'Running';
    forgetAborts(run);
    publishCluster(run);
    const result = resultUnlessAborted(run, state, await attemptStep(run, step));
    if (result.kind !== 'done' && !isStopping(run.operator) && closeIfSkipped(run, state, result))
      return null;
    const end = await afterAttempt(run, step, result);
    if (end !== 'again') return end;
    asked = state?.detail ?? null;
    if (state !== null) state.detail = null;
    restartDeadline(run);
  }
}

function attemptStep(run: ClusterRun, { state, run: attempt }: ClusterStep): Promise<StepResult> {
  const { nextForce } = run;
  return state === null || nextForce === null ? attempt() : withForce(run, state, nextForce, attempt);
}

/** A rollback that is ordered meanwhile comes before any result of the step. */
async function afterAttempt(
  run: ClusterRun,
  { state }: ClusterStep,
  first: StepResult,
): Promise<ClusterOutcome | null | 'again'> {
  for (let result = first; ; ) {
    const { aborted, rollBack } = run.operator;
    if (result.kind !== 'done' && aborted === null && rollBack !== null) return 'again';
    if (result.kind !== 'failed') return closeStep(run, state, result);
    const settled = await settleFailure(run, state, result);
    if (settled === null || settled === 'again' || !('kind' in settled)) return settled;
    result = resultUnlessAborted(run, state, settled);
  }
}

async function closeStep(
  run: ClusterRun,
  state: StepState | null,
  result: Exclude<StepResult, { kind: 'failed' }>,
): Promise<ClusterOutcome | null> {
  switch (result.kind) {
    case 'done':
      if (state?.phase === 'Completed') state.detail = withoutCutSoak(state.detail);
      else finishStep(run, state, 'Completed', noteOf(run, state));
      run.toleratedIssues = null;
      return null;
    case 'blocked':
      if (state?.pool != null) run.blockedPools.push({ pool: state.pool, because: result.because });
      finishStep(run, state, 'Skipped', `blocked: ${result.because}`);
      if (state !== null) state.startedAt = null;
      return null;
    case 'aborted':
      stopStep(run, state, 'Aborted', await describeAbortedStep(run, state));
      return closeCluster(run, 'Aborted', run.operator.aborted);
  }
}

/** What a complete step leaves to know: its strategy, issues that blocked nothing, another operating system, an image that the stage before has not run. */
function noteOf(run: ClusterRun, state: StepState | null): string | null {
  const step = state === null ? undefined : run.plan?.steps[run.steps.indexOf(state)];
  const { osChange, blueGreen } = step ?? {};
  const isUntested = step?.action === 'upgrade-node-image' && state?.version !== undefined;
  return (
    joinTexts(
      [
        blueGreen === undefined ? null : 'upgraded blue-green',
        osChange === undefined ? null : `changed from ${osChange.from} to ${osChange.to}`,
        run.toleratedIssues ?? (isUntested ? step.reason : null),
      ],
      '; ',
    ) || null
  );
}
