import { CancellationScope, defineSignal, setHandler } from '@temporalio/workflow';
import { clusterSignals, type DecideSignal } from './messages.ts';

/** What the campaign (or Temporal itself) told this cluster; steps look at it at every boundary. */
export interface ClusterOperator {
  paused: boolean;
  /** Who aborted, and why. */
  aborted: string | null;
  /** Taken by the step that asked. */
  decision: DecideSignal | null;
}

const pauseSignal = defineSignal(clusterSignals.pause);
const resumeSignal = defineSignal(clusterSignals.resume);
const abortSignal = defineSignal<[{ readonly because: string }]>(clusterSignals.abort);
const decideSignal = defineSignal<[DecideSignal]>(clusterSignals.decide);

/** Registers the signals' handlers. A cancellation in Temporal means abort: what we began is not left behind. */
export function listenToCampaign(): ClusterOperator {
  const operator: ClusterOperator = { paused: false, aborted: null, decision: null };
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
  CancellationScope.current().cancelRequested.catch(() => {
    operator.aborted ??= 'the workflow was cancelled in Temporal';
  });
  return operator;
}
