import { defineSignal, log, setHandler } from '@temporalio/workflow';
import { failure } from '#domain/failure.ts';
import { refusePoolOrder } from '#domain/status/refuse-pool-command.ts';
import { clusterSignals, type PoolOrderSignal } from '#protocol/signals.ts';
import { isStopping } from './cluster-operator.ts';
import { type ClusterRun, reportOf, type StepState } from './cluster-run.ts';
import type { StepResult } from './step-result.ts';

const orderPoolSignal = defineSignal<[PoolOrderSignal]>(clusterSignals.orderPool);

/**
 * Takes orders about a pool. One to abort it outside of its step would otherwise abort a later attempt, perhaps in days: it is
 * refused; the command line says so to its caller, the log to a caller in the Temporal UI.
 */
export function listenToPoolOrders(run: ClusterRun): void {
  const { operator, input } = run;
  setHandler(orderPoolSignal, (order) => {
    const { pool, how } = order;
    const { campaign, plan } = input;
    const isAsked = run.phase === 'NeedsDecision';
    const refusal =
      how === 'abort'
        ? refusePoolOrder(reportOf(run).steps, { campaign, cluster: plan.name, pool, how, isAsked })
        : null;
    if (refusal === null) operator.poolOrders.set(pool, order);
    else log.warn('the order to abort a pool is refused', { pool, because: refusal });
  });
}

/** An attempt begins: no order to abort an earlier one is in force any more. */
export function forgetAborts({ operator: { poolOrders } }: ClusterRun): void {
  for (const [pool, { how }] of poolOrders) if (how === 'abort') poolOrders.delete(pool);
}

/** However far the step of an aborted pool came (in verification or soak, too), an operator is asked before anything follows. */
export function resultUnlessAborted(
  run: ClusterRun,
  state: StepState | null,
  result: StepResult,
): StepResult {
  const order = state?.pool == null ? undefined : run.operator.poolOrders.get(state.pool);
  if (order?.how !== 'abort') return result;
  run.operator.poolOrders.delete(order.pool);
  if (isStopping(run.operator) || result.kind === 'failed') return result;
  // Azure canceled nothing: the advice for that would mislead.
  const canceled = failure('operation-canceled', `The step was ${order.because}.`, { isAdvised: true });
  return { kind: 'failed', failure: canceled };
}
