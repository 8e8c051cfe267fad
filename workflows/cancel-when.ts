import { CancellationScope, condition } from '@temporalio/workflow';

/** Does `work`, and cancels it as soon as `isOver` holds: then it rejects with Temporal's CancelledFailure. */
export async function cancelWhen<T>(isOver: () => boolean, work: () => Promise<T>): Promise<T> {
  const scope = new CancellationScope();
  let ended = false;
  const working = scope.run(work);
  condition(() => ended || isOver()).then(
    () => ended || scope.cancel(),
    () => undefined,
  );
  try {
    return await working;
  } finally {
    ended = true;
  }
}
