import type { PlanStep } from '#domain/plan/contents/plan.ts';
import { carryOut } from '../change/carry-out-change.ts';
import { openTask, settingsTimeoutMs, type Task } from '../change/task.ts';
import type { ClusterRun, StepState } from '../state/cluster-run.ts';
import { done, type StepResult } from '../state/step-result.ts';

/** With a channel set, AKS refuses to upgrade a control plane alone and may start upgrades of its own meanwhile. */
export function channelTask(run: ClusterRun, { to }: PlanStep, state: StepState): Task {
  return openTask(run, {
    change: { kind: 'set-upgrade-channel', resourceId: run.input.plan.resourceId, channel: to },
    state,
    timeoutMs: settingsTimeoutMs,
    purpose: 'forward',
    beforeSend: (cluster) => {
      run.channelToRestore ??= cluster.upgradeChannel;
    },
  });
}

export async function restoreChannel(
  run: ClusterRun,
  state: StepState,
  patienceMs = run.input.terms.cluster.onBusy.waitMs,
): Promise<StepResult> {
  if (run.channelToRestore === null) return done;
  const { input, channelToRestore: channel } = run;
  const result = await carryOut(
    run,
    openTask(run, {
      change: { kind: 'set-upgrade-channel', resourceId: input.plan.resourceId, channel },
      state,
      timeoutMs: settingsTimeoutMs,
      patienceMs,
      purpose: 'restore',
    }),
  );
  if (result.kind === 'done') run.channelToRestore = null;
  return result;
}
