import { defineSignal, log, setHandler } from '@temporalio/workflow';
import { refusePoolOrder } from '#domain/status/refuse-pool-command.ts';
import { clusterSignals, type PoolOrderSignal } from '#protocol/signals.ts';
import { type ClusterRun, reportOf } from './cluster-run.ts';

const orderPoolSignal = defineSignal<[PoolOrderSignal]>(clusterSignals.orderPool);

/**
 * Takes orders about a pool. One to abort where nothing runs would otherwise abort the pool's next operation, perhaps days
 * later: it is refused; the command line says so to its caller, the log to a caller in the Temporal UI.
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

/** The operation that was to be aborted has ended on its own. */
export function forgetAbort({ operator }: ClusterRun, pool: string | null): void {
  if (pool !== null && operator.poolOrders.get(pool)?.how === 'abort') operator.poolOrders.delete(pool);
}
