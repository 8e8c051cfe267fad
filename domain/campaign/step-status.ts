import type { PlanStep } from './plan.ts';
import type { Phase, StepStatus } from './status.ts';
import { stepName } from './step-name.ts';

/** What is seen of a running operation. */
export interface StepProgress {
  /** null: the control plane. */
  readonly pool: string | null;
  /** Azure's free text; may be empty. */
  readonly progress: string;
  readonly nodes: { readonly done: number; readonly total: number } | null;
}

/** The steps of a cluster that says nothing itself: not begun yet, or ended without a report to be had. */
export function plannedSteps(steps: readonly PlanStep[], clusterPhase: Phase): readonly StepStatus[] {
  return steps.map((step): StepStatus => {
    const phase = plannedPhase(step, clusterPhase);
    return {
      name: stepName(step),
      pool: step.pool,
      phase,
      from: step.from,
      to: step.to,
      startedAt: null,
      finishedAt: null,
      detail: step.reason,
      nodes: { done: phase === 'Completed' ? step.nodes : 0, total: step.nodes },
      blockedBy: null,
    };
  });
}

/** The steps as the cluster tells them, in the plan's order, with what is seen of the one that runs. */
export function reportedSteps(
  planned: readonly PlanStep[],
  reported: readonly StepStatus[],
  progress: StepProgress | null,
): readonly StepStatus[] {
  return reported.map((step, index) => {
    const plan = planned[index];
    if (plan?.action === 'none') return withoutWork(step, plan);
    if (progress === null || step.phase !== 'Running' || step.pool !== progress.pool) return step;
    return { ...step, nodes: progress.nodes ?? step.nodes, detail: step.detail ?? textOf(progress) };
  });
}

function plannedPhase(step: PlanStep, clusterPhase: Phase): Phase {
  if (clusterPhase !== 'Completed' && clusterPhase !== 'Skipped') return 'NotStarted';
  return step.action === 'none' ? 'Skipped' : clusterPhase;
}

/** A step without work was passed over, not done. */
function withoutWork(step: StepStatus, plan: PlanStep): StepStatus {
  return { ...step, phase: step.phase === 'Completed' ? 'Skipped' : step.phase, detail: plan.reason };
}

function textOf({ progress }: StepProgress): string | null {
  return progress === '' ? null : progress;
}
