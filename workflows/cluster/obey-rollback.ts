import { joinTexts } from '#domain/text/sentences.ts';
import type { ClusterOutcome } from '#protocol/cluster-upgrade.ts';
import type { DecideSignal } from '#protocol/signals.ts';
import type { ClusterRun } from '../state/cluster-run.ts';
import { askPerson } from '../waits/ask-person.ts';
import { closeCluster } from './close-cluster.ts';
import { rollBackPools } from './roll-back-pools.ts';

/**
 * Carries out a rollback that is ordered. null: none is, or it was refused and an operator said to continue. `asked`: what
 * an operator was asked before; null: nothing.
 */
export async function obeyRollback(run: ClusterRun, asked: string | null): Promise<ClusterOutcome | null> {
  while (run.operator.rollBack !== null && run.operator.aborted === null) {
    const order = run.operator.rollBack;
    run.operator.rollBack = null;
    const end = await rollBackPools(run, order);
    if (end.kind === 'closed') return end.outcome;
    // A refused rollback changes nothing about the question before it.
    const refused = joinTexts([end.because, end.advice]);
    const question = asked === null ? refused : `${refused} Before that: ${asked}`;
    const decision = await askPerson(run, question, {
      happened: end.because,
      pool: order.pool,
      mayCleanUp: false,
    });
    if (decision === null) return closeCluster(run, 'Aborted', run.operator.aborted);
    if (decision.verb === 'skip') return closeCluster(run, 'Skipped', describeSkip(decision, end.because));
    if (decision.verb === 'skip-pool' && order.pool !== null)
      run.operator.poolOrders.set(order.pool, {
        pool: order.pool,
        how: 'skip',
        because: describeSkip(decision, end.because),
      });
  }
  return null;
}

export function describeSkip({ by, reason }: DecideSignal, happened: string): string {
  return joinTexts([`skipped by ${by}: ${reason}`, happened], '; ');
}
