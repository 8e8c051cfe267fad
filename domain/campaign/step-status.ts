import type { StepStatus } from './status.ts';

/** What is seen of a running operation. */
export interface StepProgress {
  /** null: the control plane. */
  readonly pool: string | null;
  /** Azure's free text; may be empty. */
  readonly progress: string;
  readonly nodes: { readonly done: number; readonly total: number } | null;
}

/** The steps as the cluster tells them, with what is seen of the one that runs. */
export function stepsNow(
  reported: readonly StepStatus[],
  progress: StepProgress | null,
): readonly StepStatus[] {
  return reported.map((step) => {
    if (progress === null || step.phase !== 'Running' || step.pool !== progress.pool) return step;
    return { ...step, nodes: progress.nodes ?? step.nodes, detail: step.detail ?? textOf(progress) };
  });
}

function textOf({ progress }: StepProgress): string | null {
  return progress === '' ? null : progress;
}
