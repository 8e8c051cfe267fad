import type { Cluster } from '#domain/fleet/fleet.ts';
import { ownSettingsBehind, type SentSettings, sentSettings } from '#domain/fleet/upgrade-settings.ts';
import type { PlanStep, PoolStrategy } from '#domain/plan/contents/plan.ts';
import { carryOut } from '../change/carry-out-change.ts';
import { openTask, settingsTimeoutMs, type Task } from '../change/task.ts';
import { healthOfPool, type StepHealth } from '../checks/health.ts';
import { takePosture } from '../checks/posture.ts';
import { preflight } from '../checks/preflight.ts';
import { soakUnderWatch } from '../checks/soak-with-health.ts';
import { verifyPool } from '../checks/verify.ts';
import type { ClusterRun, StepState } from '../state/cluster-run.ts';
import { aside, done, inOrder, type StepResult } from '../state/step-result.ts';
import { assessPool } from './assess-pool.ts';
import { allowForSoaks, timeoutOf } from './azure-soaks.ts';
import { measure } from './record-outcome.ts';
import { restoreSettings } from './restore-settings.ts';
import {
  closeAfterFinalSoak,
  offerOfHalfDone,
  openInFinalSoak,
  startRollbackClock,
} from './rollback-clock.ts';
import { type NodesBehind, verifyOrResend } from './verify-or-resend.ts';

/** THE list for one pool. A retry runs it from the top: each step finds what is done already. */
export function nodePoolSteps(
  run: ClusterRun,
  step: PlanStep & { readonly pool: string; readonly strategy: PoolStrategy },
  state: StepState,
): readonly (() => Promise<StepResult>)[] {
  const health = healthOfPool(run, step.pool, step.strategy.timeoutMs);
  const upgrade = upgradeTask(run, step, state, health);
  const behind: NodesBehind = { isKnown: false };
  return [
    () => assessHalfDone(run, step, state),
    () => carryOut(run, upgrade),
    () => verifyNodesOf(run, step, { state, upgrade, behind }),
    () => restoreSettings(run, step.pool, state),
    () =>
      soakUnderWatch(run, `${run.input.plan.name}/${step.pool}`, step.strategy.soakMs, {
        health,
        moment: 'AfterPool',
      }),
  ];
}

/**
 * Of a pool that another upgrade left half done, Azure counts only the nodes that are left, and says the new version already: its
 * nodes say how many are done, and where they came from; what it can be rolled back to was left before this campaign.
 */
async function assessHalfDone(
  run: ClusterRun,
  step: PlanStep & { readonly pool: string },
  state: StepState,
): Promise<StepResult> {
  const { pool, from, to, action } = step;
  if (action !== 'upgrade-node-pool' || from !== to || state.phase === 'Completed') return done;
  const seen = { ...state, pool, rollbackOffer: state.rollbackOffer ?? offerOfHalfDone(run, step) };
  await assessPool(run, seen);
  const { nodes, from: cameFrom, rollbackOffer } = seen;
  Object.assign(state, { nodes, from: cameFrom, rollbackOffer });
  return done;
}

function upgradeTask(
  run: ClusterRun,
  step: PlanStep & { readonly pool: string; readonly strategy: PoolStrategy },
  state: StepState,
  health: StepHealth,
): Task {
  const { pool, to, strategy } = step;
  const { resourceId } = run.input.plan;
  const { restoreUpgradeSettings, stalledDrain } = strategy;
  const upgradeSettings = sentSettings(strategy);
  const timeoutMs = timeoutOf(step);
  const isForImage = step.action === 'upgrade-node-image';
  const applySettings = isForImage ? settingsApplier(run, step, state) : null;
  /** The count of waits before settings were applied: without a wait since, the checks need not be repeated. */
  let checkedAt: number | null = null;
  const runPreflightChecks = (maybeSent: boolean) =>
    inOrder([
      () => preflight(run, step, maybeSent),
      () => takePosture(run, maybeSent),
      () => health.takeBaseline(maybeSent),
    ]);
  return openTask(run, {
    change: isForImage
      ? { kind: 'upgrade-node-image', resourceId, pool, to: state.to }
      : { kind: 'upgrade-node-pool', resourceId, pool, to, upgradeSettings },
    state,
    timeoutMs,
    purpose: 'forward',
    prepare: async (maybeSent) => {
      const isChecked = checkedAt === run.waits;
      const { waits } = run;
      checkedAt = null;
      const ready = isChecked ? done : await runPreflightChecks(maybeSent);
      const applied = ready.kind !== 'done' || applySettings === null ? ready : await applySettings();
      if (applied === 'inspect again') checkedAt = waits;
      return applied;
    },
    beforeSend: (cluster) => {
      allowForSoaks(run, step);
      startRollbackClock(run, cluster, step, state);
      if (restoreUpgradeSettings && !isForImage) rememberSettings(run, cluster, pool, upgradeSettings);
    },
    stalledDrain,
    ...judgeInFinalSoak(run, step, state, health),
  });
}

/** While Azure keeps the old nodes, health that is worse can still be undone by them. */
function judgeInFinalSoak(
  run: ClusterRun,
  step: PlanStep & { readonly pool: string; readonly strategy: PoolStrategy },
  state: StepState,
  health: StepHealth,
): Pick<Task, 'judgeFinalSoak'> {
  const { pool, strategy, blueGreen } = step;
  if (blueGreen === undefined) return {};
  const soakMs = blueGreen.finalSoakDurationInMinutes * 60_000;
  return {
    judgeFinalSoak: async () => {
      openInFinalSoak(run, step, state);
      state.detail = 'in the final soak of Azure, which still keeps the old nodes';
      const name = `${run.input.plan.name}/${pool}`;
      const result = await soakUnderWatch(run, name, Math.min(strategy.soakMs, soakMs), {
        health,
        moment: 'AfterPool',
      });
      state.detail = null;
      return result;
    },
  };
}

/**
 * An image upgrade uses the pool's own settings, so the campaign's are set temporarily first. One task for all attempts of
 * the step, so that what an earlier one sent is recognized.
 */
function settingsApplier(
  run: ClusterRun,
  { pool, strategy }: PlanStep & { readonly pool: string; readonly strategy: PoolStrategy },
  state: StepState,
): () => Promise<StepResult | 'inspect again'> {
  const { restoreUpgradeSettings } = strategy;
  const upgradeSettings = sentSettings(strategy);
  const { resourceId } = run.input.plan;
  const task = openTask(run, {
    change: { kind: 'set-upgrade-settings', resourceId, pool, upgradeSettings },
    state,
    timeoutMs: settingsTimeoutMs,
    purpose: 'forward',
    beforeSend: (cluster) => {
      if (restoreUpgradeSettings) rememberSettings(run, cluster, pool, upgradeSettings);
    },
  });
  return async () => {
    delete task.sentAt;
    const result = await carryOut(run, task);
    return result.kind === 'done' && task.sentAt !== undefined ? 'inspect again' : aside(result);
  };
}

/** Only before the first change are the pool's own values there: later they may be ours. */
function rememberSettings(run: ClusterRun, cluster: Cluster, pool: string, wanted: SentSettings): void {
  if (run.settingsToRestore.has(pool)) return;
  const own = cluster.pools.find((each) => each.name === pool);
  run.settingsToRestore.set(pool, own === undefined ? {} : ownSettingsBehind(wanted, own));
}

async function verifyNodesOf(
  run: ClusterRun,
  step: PlanStep & { readonly pool: string },
  {
    state,
    upgrade,
    behind,
  }: { readonly state: StepState; readonly upgrade: Task; readonly behind: NodesBehind },
): Promise<StepResult> {
  const image = step.action === 'upgrade-node-image' ? { imageAtLeast: state.to } : {};
  const result = await verifyOrResend(run, upgrade, behind, () => verifyPool(run, step.pool, step.to, image));
  if (result.kind === 'done') {
    const { nodes = state.nodes.total } = result;
    state.nodes = { done: nodes, total: nodes };
    state.end = 'Succeeded';
    if (step.blueGreen !== undefined) closeAfterFinalSoak(state);
    measure(run, upgrade);
  }
  // How long an operator took is no measure of the operation.
  if (behind.isKnown) delete upgrade.sentAt;
  return result;
}
