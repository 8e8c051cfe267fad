import { CancellationScope, defineSignal, setHandler } from '@temporalio/workflow';
import {
  clusterSignals,
  type DecideSignal,
  type PoolOrderSignal,
  type RollBackSignal,
} from '#protocol/signals.ts';

/** What the campaign (or Temporal itself) ordered this cluster; steps check it at every boundary. */
export interface ClusterOperator {
  paused: boolean;
  /** Who aborted, and why; null: no one. */
  aborted: string | null;
  /** Taken by the step that asked. */
  decision: DecideSignal | null;
  /** Pools that an operator aborts (their running step) or skips (never begun), by name. */
  readonly poolOrders: Map<string, PoolOrderSignal>;
  /** A rollback that is ordered; taken by the step that carries it out. */
  rollBack: RollBackOrder | null;
  /** An operator ended the current soak. */
  promoted: boolean;
}

export type RollBackOrder = RollBackSignal;

const pauseSignal = defineSignal(clusterSignals.pause);
const resumeSignal = defineSignal(clusterSignals.resume);
const abortSignal = defineSignal<[{ readonly because: string }]>(clusterSignals.abort);
const decideSignal = defineSignal<[DecideSignal]>(clusterSignals.decide);
const rollBackSignal = defineSignal<[RollBackSignal]>(clusterSignals.rollBack);
const promoteSignal = defineSignal(clusterSignals.promote);

/** Registers the signals' handlers. A cancellation in Temporal means abort: what we began is not left behind. */
export function listenToCampaign(): ClusterOperator {
  const operator: ClusterOperator = {
    paused: false,
    aborted: null,
    decision: null,
    poolOrders: new Map(),
    rollBack: null,
    promoted: false,
  };
  setHandler(pauseSignal, () => {
    operator.paused = true;
  });
  setHandler(resumeSignal, () => {
    operator.paused = false;
  });
  setHandler(abortSignal, ({ because }) => {
    operator.aborted ??= because;
  });
  setHandler(decideSignal, (decision) => {
    operator.decision = decision;
  });
  setHandler(rollBackSignal, (order) => {
    operator.rollBack = order;
  });
  setHandler(promoteSignal, () => {
    operator.promoted = true;
  });
  CancellationScope.current().cancelRequested.catch(() => {
    operator.aborted ??= 'the workflow was cancelled in Temporal';
  });
  return operator;
}

/** The cluster, or the pool of its running step, is aborted or rolls back: every wait ends. */
export function isStopping({ aborted, rollBack, poolOrders }: ClusterOperator): boolean {
  return aborted !== null || rollBack !== null || [...poolOrders.values()].some(({ how }) => how === 'abort');
}

/** An operator skips this pool (null: the control plane): its waits end and it is never begun. */
export function isSkipped({ poolOrders }: ClusterOperator, pool: string | null): boolean {
  return pool !== null && poolOrders.get(pool)?.how === 'skip';
}
