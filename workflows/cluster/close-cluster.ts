import { plannedImages } from '#domain/plan/contents/planned-images.ts';
import { listNotRestored } from '#domain/status/not-restored.ts';
import { isAllDone } from '#domain/status/step-status.ts';
import { joinTexts } from '#domain/text/sentences.ts';
import type { ClusterOutcome, StepReached } from '#protocol/cluster-upgrade.ts';
import type { ClusterRun, StepState } from '../state/cluster-run.ts';
import { endOfDeferral } from '../state/defer-to-next-run.ts';
import { clearForce } from './force-upgrade.ts';
import { restoreSettings } from './restore-settings.ts';
import { restoreChannel } from './upgrade-channel.ts';

/** Ends a cluster's run. What can be restored is; the rest is listed with the command that restores it. */
export async function closeCluster(
  run: ClusterRun,
  phase: ClusterOutcome['phase'],
  reason: string | null,
  skippedByRule = false,
): Promise<ClusterOutcome> {
  for (const pool of Array.from(run.settingsToRestore.keys()))
    await keepDetail(
      run.steps.find((state) => state.pool === pool),
      (state) => restoreSettings(run, pool, state, 0),
    );
  if (run.forceToClear !== null) await keepDetail(run.steps.at(-1), (state) => clearForce(run, state));
  // With its channel restored, AKS would upgrade again what was just rolled back.
  const isRolledBack = run.steps.some((state) => state.phase === 'RolledBack');
  if (run.channelToRestore !== null && !isRolledBack)
    await keepDetail(run.steps.at(-1), (state) => restoreChannel(run, state, 0));
  const end = (phase === 'Aborted' ? endOfDeferral(run) : null) ?? {
    phase,
    reason: describeReason(run, phase, reason),
  };
  run.phase = end.phase;
  run.reason = end.reason;
  run.notRestored = listNotRestored({
    cluster: run.input.plan,
    steps: run.steps,
    settings: run.settingsToRestore,
    channel: run.channelToRestore,
    force: run.forceToClear,
  });
  return {
    ...end,
    untouched: !run.begun,
    skippedByRule,
    slice: phase === 'Completed' ? null : run.plan,
    ...(phase === 'Completed' || run.plan === null ? {} : { reached: run.steps.map(reachedBy) }),
    notRestored: run.notRestored,
    ...(run.journal.length === 0 ? {} : { journal: run.journal }),
    ...(run.input.tested === undefined || run.plan === null ? {} : { images: plannedImages(run.plan) }),
  };
}

function reachedBy({ nodes, end }: StepState): StepReached {
  return end === undefined ? { nodes } : { nodes, end };
}

/** So that no operator searches for what an abort has interrupted where nothing was. */
function describeReason(
  { steps }: ClusterRun,
  phase: ClusterOutcome['phase'],
  reason: string | null,
): string | null {
  if (phase !== 'Aborted' || !isAllDone(steps)) return reason;
  return joinTexts([reason, 'all of its steps had been completed'], '; ');
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
