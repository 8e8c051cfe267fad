import type { PlanStep } from '#domain/plan/contents/plan.ts';
import { carryOut } from '../change/carry-out-change.ts';
import type { Task } from '../change/task.ts';
import type { ClusterRun, StepState } from '../state/cluster-run.ts';
import { done, type StepResult } from '../state/step-result.ts';

/** A settings change of the cluster: AKS touches no node for it. */
const timeoutMs = 30 * 60_000;

/** With a channel set, AKS refuses to upgrade a control plane alone and may start upgrades of its own meanwhile. */
export function channelTask(run: ClusterRun, { to }: PlanStep, state: StepState): Task {
  return {
    change: { kind: 'set-upgrade-channel', resourceId: run.input.plan.resourceId, channel: to },
    state,
    timeoutMs,
    patienceMs: run.input.terms.cluster.onBusy.waitMs,
    gated: true,
    beforeSend: (cluster) => {
      run.channelToRestore ??= cluster.upgradeChannel;
    },
    maybeSent: false,
  };
}

export async function restoreChannel(
  run: ClusterRun,
  state: StepState,
  patienceMs = run.input.terms.cluster.onBusy.waitMs,
): Promise<StepResult> {
  if (run.channelToRestore === null) return done;
  const result = await carryOut(run, {
    change: {
      kind: 'set-upgrade-channel',
      resourceId: run.input.plan.resourceId,
      channel: run.channelToRestore,
    },
    state,
    timeoutMs,
    patienceMs,
    gated: false,
    maybeSent: false,
  });
  if (result.kind === 'done') run.channelToRestore = null;
  return result;
}
