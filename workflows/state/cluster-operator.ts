import { CancellationScope, defineSignal, setHandler } from '@temporalio/workflow';
import {
  clusterSignals,
  type DecideSignal,
  type PoolOrderSignal,
  type RollBackSignal,
} from '#protocol/messages.ts';

/** What the campaign (or Temporal itself) told this cluster; steps look at it at every boundary. */
export interface ClusterOperator {
  paused: boolean;
  /** Who aborted, and why. */
  aborted: string | null;
  /** Taken by the step that asked. */
  decision: DecideSignal | null;
  /** Pools that a person wants left: what runs on them is aborted, or they are never begun. */
  readonly leave: Map<string, PoolLeave>;
  /** Pools that go back at once; taken by the step that does it. */
  rollBack: RollBackOrder | null;
  /** The soak that the cluster is in was ended by a person. */
  promoted: boolean;
}

export type RollBackOrder = RollBackSignal;

interface PoolLeave extends PoolOrderSignal {
  /** It ends waits, and goes once there is nothing to abort. Absent: from a history of a release that knew it not. */
  readonly atOnce?: true;
}

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
    leave: new Map(),
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

/** Whatever the cluster waits for, it is not to wait any longer: it is aborted, or goes back. */
export function isToStop({ aborted, rollBack }: ClusterOperator): boolean {
  return aborted !== null || rollBack !== null;
}

/** A person wants this pool (null: the control plane) never begun: whatever it waits for, it is not to wait any longer. */
export function isLeft({ leave }: ClusterOperator, pool: string | null): boolean {
  const order = pool === null ? undefined : leave.get(pool);
  return order?.how === 'skip' && order.atOnce === true;
}
