import { proxySinks } from '@temporalio/workflow';
import { type Failure, type FailureKind, failure } from '#domain/failure.ts';
import type { FailureCounter } from '#domain/failure-counter.ts';
import type { DecideSignal } from '#protocol/signals.ts';

/** How a step ended. Expected ends are values: nothing that Azure or a person does kills a workflow. */
export type StepResult =
  | { readonly kind: 'done' }
  | {
      readonly kind: 'failed';
      readonly failure: Failure;
      /** It speaks of work beside the upgrade: no reason to take a pool back. */
      readonly aside?: boolean;
      /** Nodes were left at the old version or image, which time does not mend. */
      readonly nodesBehind?: true;
      /** What a person has said of it already. */
      readonly decided?: DecideSignal;
    }
  | { readonly kind: 'aborted' }
  /** Not begun, by the file's rule: the cluster goes on after it. */
  | { readonly kind: 'left'; readonly because: string };

export const done: StepResult = { kind: 'done' };
export const aborted: StepResult = { kind: 'aborted' };

/** Never shown, and no failure to be counted: a step of a pool that a person wants left is closed as left (`takeStep`). */
export const left: StepResult & { kind: 'failed' } = {
  kind: 'failed',
  failure: failure('operation-canceled', 'A person wants it left as it is.'),
};

const { failures } = proxySinks<FailureCounter>();

/** A failure that no activity told: it is counted here, theirs by the worker that ran them. */
export function failed(
  kind: FailureKind,
  message: string,
  code: string | null = null,
): StepResult & { kind: 'failed' } {
  failures.decided(kind);
  return { kind: 'failed', failure: failure(kind, message, { code }) };
}

/** Walks a list of steps; the first that is not done ends the walk. */
export async function inOrder(steps: readonly (() => Promise<StepResult>)[]): Promise<StepResult> {
  for (const step of steps) {
    const result = await step();
    if (result.kind !== 'done') return result;
  }
  return done;
}
