import { plannedImages } from '#domain/plan/contents/planned-images.ts';
import { listNotRestored } from '#domain/status/not-restored.ts';
import { isAllDone, isUnderWay } from '#domain/status/step-status.ts';
import { joinTexts } from '#domain/text/sentences.ts';
import type { ClusterOutcome, StepReached } from '#protocol/cluster-upgrade.ts';
import type { ClusterRun, StepState } from '../state/cluster-run.ts';
import { endOfDeferral } from '../state/defer-to-next-run.ts';
import { describeSoak, failStep, finishStep, stopStep } from './finish-step.ts';
import { clearForce } from './force-upgrade.ts';
import { restoreSettings } from './restore-settings.ts';
import { restoreChannel } from './upgrade-channel.ts';

/**
 * Ends a cluster's run. What can be restored is; the rest is listed with the command that restores it. `failed`: something of it
 * beside its steps did.
 */
export async function closeCluster(
  run: ClusterRun,
  phase: ClusterOutcome['phase'],
  reason: string | null,
  { skippedByRule = false, failed = false } = {},
): Promise<ClusterOutcome> {
  for (const pool of Array.from(run.settingsToRestore.keys()))
    await keepDetail(
      run.steps.find((state) => state.pool === pool),
      (state) => restoreSettings(run, pool, state, 0),
    );
  if (run.forceToClear !== null) await keepDetail(run.steps.at(-1), (state) => clearForce(run, state));
  // With its channel restored, AKS would upgrade again what was just rolled back.
  const isRolledBack = run.steps.some((state) => state.phase === 'RolledBack');
  if (run.channelToRestore !== null && !isRolledBack) {
    await keepDetail(run.steps.at(-1), (state) => restoreChannel(run, state, 0));
    if (run.channelToRestore === null) completeResume(run);
  }
  settleSteps(run, phase);
  const end: ClusterEnd =
    (phase === 'Aborted' ? endOfDeferral(run) : null) ?? endOf(run, phase, reason, failed);
  const isDone = end.phase === 'Completed' && end.cutShort !== true;
  run.phase = end.phase;
  run.reason = end.reason;
  run.notRestored = listNotRestored({
    cluster: run.input.plan,
    steps: run.steps,
    settings: run.settingsToRestore,
    channel: run.channelToRestore,
    force: run.forceToClear,
    cordoned: [...run.cordoned],
  });
  return {
    ...end,
    untouched: !run.begun,
    skippedByRule,
    slice: isDone ? null : run.plan,
    ...(isDone || run.plan === null ? {} : { reached: run.steps.map(reachedBy) }),
    notRestored: run.notRestored,
    ...(run.journal.length === 0 ? {} : { journal: run.journal }),
    ...(run.input.tested === undefined || run.plan === null ? {} : { images: plannedImages(run.plan) }),
  };
}

function reachedBy(state: StepState): StepReached {
  const { phase, startedAt, finishedAt, detail, nodes, end, sent, rollbackOffer } = state;
  return {
    phase,
    startedAt,
    finishedAt,
    detail,
    nodes,
    ...(end === undefined ? {} : { end }),
    ...(sent === undefined ? {} : { sent }),
    ...(rollbackOffer === undefined ? {} : { rollbackOffer }),
  };
}

type ClusterEnd = Pick<ClusterOutcome, 'phase' | 'reason' | 'deferred' | 'cutShort'>;

/** What is complete stays so where it is aborted, and what failed where it is skipped: its reason has the operator's word. */
function endOf(
  run: ClusterRun,
  phase: ClusterOutcome['phase'],
  reason: string | null,
  failed: boolean,
): ClusterEnd {
  const { steps } = run;
  const isChanged = run.begun || run.input.changedByAttempt !== null;
  if (phase === 'Aborted' && !failed && isAllDone(steps))
    return { phase: 'Completed', reason: describeCutShort(run, reason), cutShort: true };
  const hasFailed = failed || steps.some((step) => step.phase === 'Failed');
  return { phase: phase === 'Skipped' && isChanged && hasFailed ? 'Failed' : phase, reason };
}

/** So that no operator searches for what an abort has interrupted where nothing was. */
function describeCutShort(run: ClusterRun, reason: string | null): string {
  return joinTexts(['every step is complete', describeSoak(run), reason], '; ');
}

/** A closed cluster has no step that is still at work. */
function settleSteps(run: ClusterRun, phase: ClusterOutcome['phase']): void {
  const order = phase === 'Skipped' ? phase : 'Aborted';
  for (const [index, state] of run.steps.entries()) {
    // What an earlier attempt came to holds of a step that this one has not reached.
    if (state.phase === 'NotStarted') Object.assign(state, run.input.reached?.[index]);
    const { detail } = state;
    if (isUnderWay(state.phase)) stopStep(run, state, order, detail);
    if (state.phase !== 'NeedsDecision') continue;
    if (phase === 'Failed') finishStep(run, state, phase, detail);
    else failStep(run, state, order, detail);
  }
}

/** What its last step was to do is done, although it was not reached. */
function completeResume(run: ClusterRun): void {
  const index = run.plan?.steps.findIndex(({ action }) => action === 'resume-auto-upgrade') ?? -1;
  const state = run.steps[index];
  if (state === undefined) return;
  state.startedAt ??= run.clock.iso();
  finishStep(run, state, 'Completed', state.detail);
}

/** Its step keeps the detail of how it ended. */
async function keepDetail(
  state: StepState | undefined,
  restore: (state: StepState) => Promise<unknown>,
): Promise<void> {
  if (state === undefined) return;
  const { detail } = state;
  await restore(state);
  state.detail = detail;
}
