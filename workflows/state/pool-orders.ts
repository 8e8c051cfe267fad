import { defineSignal, log, patched, setHandler } from '@temporalio/workflow';
import { refusePoolOrder } from '#domain/status/refuse-pool-command.ts';
import { clusterSignals, type PoolOrderSignal } from '#protocol/messages.ts';
import { type ClusterRun, reportOf } from './cluster-run.ts';

const leavePoolSignal = defineSignal<[PoolOrderSignal]>(clusterSignals.orderPool);

/**
 * Takes orders to leave a pool. One to abort where nothing runs would otherwise lie in wait for the pool's next operation,
 * perhaps days later; whoever asked by the command line was told so, whoever asked by the Temporal UI finds it in the log.
 */
export function listenToLeave(run: ClusterRun): void {
  const { operator, input } = run;
  setHandler(leavePoolSignal, (leave) => {
    const { pool, how } = leave;
    if (!patched('leave-pool-at-once')) {
      operator.leave.set(pool, leave);
      return;
    }
    const { campaign, plan } = input;
    const isAsked = run.phase === 'NeedsDecision';
    const order = { campaign, cluster: plan.name, pool, how, isAsked };
    const refusal = how === 'abort' ? refusePoolOrder(reportOf(run).steps, order) : null;
    if (refusal === null) operator.leave.set(pool, { ...leave, atOnce: true });
    else log.warn('the order to abort a pool comes to nothing', { pool, because: refusal });
  });
}

/** The operation that was to be aborted ended by itself. */
export function forgetAbort({ operator }: ClusterRun, pool: string | null): void {
  const order = pool === null ? undefined : operator.leave.get(pool);
  if (order?.how === 'abort' && order.atOnce === true) operator.leave.delete(order.pool);
}
