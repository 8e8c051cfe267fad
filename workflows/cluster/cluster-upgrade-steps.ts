import type { ClusterPlan, PlanStep } from '#domain/plan/contents/plan.ts';
import { carryOut } from '../change/carry-out-change.ts';
import { openTask, type Task } from '../change/task.ts';
import { healthOfCluster } from '../checks/health.ts';
import { judgePosture, takePosture } from '../checks/posture.ts';
import { preflight } from '../checks/preflight.ts';
import { soakUnderWatch } from '../checks/soak-with-health.ts';
import { verifyControlPlane } from '../checks/verify.ts';
import { migratePoolSteps } from '../migration/migrate-pool.ts';
import { rebootPoolSteps } from '../reboot/reboot-pool.ts';
import type { ClusterRun, StepState } from '../state/cluster-run.ts';
import { inOrder, type StepResult } from '../state/step-result.ts';
import { nodePoolSteps } from './node-pool-steps.ts';
import { measure } from './record-outcome.ts';
import { channelTask, restoreChannel } from './upgrade-channel.ts';

/** AKS documents minutes for a control plane; what takes hours needs an operator. */
const controlPlaneTimeoutMs = 3 * 3_600_000;

export interface ClusterStep {
  readonly state: StepState | null;
  readonly run: () => Promise<StepResult>;
}

/** THE ordered list of one cluster's upgrade: the plan's steps, its security posture, then the cluster's own soak. */
export function clusterUpgradeSteps(run: ClusterRun, plan: ClusterPlan): readonly ClusterStep[] {
  const { afterCluster } = run.input.terms.cluster;
  const health = healthOfCluster(run);
  return [
    ...plan.steps.flatMap((step, index) =>
      step.action === 'none' ? [] : [planStep(run, step, run.steps[index]!)],
    ),
    { state: null, run: () => judgePosture(run) },
    {
      state: null,
      run: () => soakUnderWatch(run, plan.name, afterCluster.soakMs, { health, moment: 'AfterCluster' }),
    },
  ];
}

function planStep(run: ClusterRun, step: PlanStep, state: StepState): ClusterStep {
  const steps = substeps(run, step, state);
  return { state, run: () => inOrder(steps) };
}

function substeps(run: ClusterRun, step: PlanStep, state: StepState): readonly (() => Promise<StepResult>)[] {
  switch (step.action) {
    case 'none':
      return [];
    case 'upgrade-control-plane':
      return controlPlaneSteps(run, step, state);
    case 'suspend-auto-upgrade':
      return [
        () =>
          carryOut(run, {
            ...channelTask(run, step, state),
            prepare: (maybeSent) =>
              inOrder([() => preflight(run, step, maybeSent), () => takePosture(run, maybeSent)]),
          }),
      ];
    case 'resume-auto-upgrade':
      return [() => restoreChannel(run, state)];
    case 'reboot-node-pool':
      return rebootPoolSteps(
        run,
        { ...step, pool: step.pool!, strategy: step.strategy!, reboot: step.reboot! },
        state,
      );
    case 'migrate-node-pool':
    case 'remove-node-pool':
      return migratePoolSteps(
        run,
        { ...step, pool: step.pool!, strategy: step.strategy!, migration: step.migration! },
        state,
      );
    case 'upgrade-node-pool':
    case 'upgrade-node-image':
      return nodePoolSteps(run, { ...step, pool: step.pool!, strategy: step.strategy! }, state);
  }
}

async function verifyAndMeasure(
  run: ClusterRun,
  to: string,
  upgrade: Task,
  state: StepState,
): Promise<StepResult> {
  const result = await verifyControlPlane(run, to);
  if (result.kind === 'done') {
    state.end = 'Succeeded';
    measure(run, upgrade);
  }
  return result;
}

function controlPlaneSteps(
  run: ClusterRun,
  step: PlanStep,
  state: StepState,
): readonly (() => Promise<StepResult>)[] {
  const { to } = step;
  const { plan, terms } = run.input;
  const health = healthOfCluster(run);
  const upgrade = openTask(run, {
    change: { kind: 'upgrade-control-plane', resourceId: plan.resourceId, to },
    state,
    timeoutMs: controlPlaneTimeoutMs,
    purpose: 'forward',
    prepare: (maybeSent) =>
      inOrder([
        () => preflight(run, step, maybeSent),
        () => takePosture(run, maybeSent),
        () => health.takeBaseline(maybeSent),
      ]),
  });
  return [
    () => carryOut(run, upgrade),
    () => verifyAndMeasure(run, to, upgrade, state),
    () =>
      soakUnderWatch(run, `${plan.name} control plane`, terms.cluster.controlPlaneSoakMs, {
        health,
        moment: 'AfterControlPlane',
      }),
  ];
}
