import { proxySinks } from '@temporalio/workflow';
import { type Failure, type FailureKind, failure } from '#domain/failure.ts';
import type { FailureCounter } from '#domain/failure-counter.ts';
import type { DecideSignal } from '#protocol/signals.ts';

/** How a step ended. Expected ends are values: nothing that Azure or an operator does kills a workflow. */
export type StepResult =
  | {
      readonly kind: 'done';
      /** How many nodes the pool has, where they were verified. */
      readonly nodes?: number;
    }
  | {
      readonly kind: 'failed';
      readonly failure: Failure;
      /** It is about work beside the upgrade: no reason to roll a pool back. */
      readonly aside?: boolean;
      /** Nodes stay at the old version or image, which time does not fix. */
      readonly nodesBehind?: true;
      /** An operator has decided on it already. */
      readonly decided?: DecideSignal;
    }
  | { readonly kind: 'aborted' }
  /** Not begun, by the file's rule: the cluster continues after it. */
  | { readonly kind: 'blocked'; readonly because: string };

export const done: StepResult & { kind: 'done' } = { kind: 'done' };
export const aborted: StepResult = { kind: 'aborted' };

/** Neither shown nor counted as a failure: the step of a pool that an operator skips is closed as Skipped (`takeStep`). */
export const skippedByOperator: StepResult & { kind: 'failed' } = {
  kind: 'failed',
  failure: failure('operation-canceled', 'An operator skips it.'),
};

/** A failure of work beside the upgrade. */
export function aside(result: StepResult): StepResult {
  return result.kind === 'failed' ? { ...result, aside: true } : result;
}

const { failures } = proxySinks<FailureCounter>();

/** A failure that no activity reported: it is counted here, theirs by the worker that ran them. */
export function failed(
  kind: FailureKind,
  message: string,
  code: string | null = null,
): StepResult & { kind: 'failed' } {
  failures.decided(kind);
  return { kind: 'failed', failure: failure(kind, message, { code }) };
}

/** Runs steps in order; the first that is not done ends it. */
export async function inOrder(steps: readonly (() => Promise<StepResult>)[]): Promise<StepResult> {
  for (const step of steps) {
    const result = await step();
    if (result.kind !== 'done') return result;
  }
  return done;
}
