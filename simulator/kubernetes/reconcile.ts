import { controlBudgets } from './budget-controller.ts';
import type { ClusterState } from './cluster-state.ts';
import type { Plural } from './kinds.ts';
import { finishNamespaces } from './namespace-controller.ts';
import { controlTaints } from './node-controller.ts';
import { schedulePods } from './scheduler.ts';
import { writeWorkloadStatus } from './status-controller.ts';
import {
  collectGarbage,
  controlDaemonSets,
  controlDeployments,
  controlReplicaSets,
} from './workload-controllers.ts';

interface Controller {
  readonly run: (state: ClusterState) => void;
  readonly reads: readonly Plural[];
}

const CONTROLLERS: readonly Controller[] = [
  { run: controlTaints, reads: ['nodes'] },
  { run: finishNamespaces, reads: ['namespaces', 'pods'] },
  { run: collectGarbage, reads: ['deployments', 'replicasets', 'daemonsets', 'pods', 'nodes'] },
  { run: controlDeployments, reads: ['deployments', 'replicasets', 'pods'] },
  { run: controlReplicaSets, reads: ['replicasets', 'pods'] },
  { run: controlDaemonSets, reads: ['daemonsets', 'pods', 'nodes'] },
  { run: schedulePods, reads: ['pods', 'nodes'] },
  { run: writeWorkloadStatus, reads: ['deployments', 'replicasets', 'daemonsets', 'pods', 'nodes'] },
  { run: controlBudgets, reads: ['poddisruptionbudgets', 'deployments', 'replicasets', 'pods'] },
];

const MOST_ROUNDS = 100;

/** Lets every controller have its turn, again whenever something it reads has changed, until all is at rest. */
export function reconcile(state: ClusterState): void {
  const seen = new Map<Controller, readonly unknown[]>();
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const due = CONTROLLERS.filter((controller) => hasNews(state, controller, seen.get(controller)));
    if (due.length === 0) return;
    for (const controller of due) {
      seen.set(controller, inputsOf(state, controller));
      controller.run(state);
    }
  }
  throw new Error(`the controllers of a simulated cluster do not come to rest after ${MOST_ROUNDS} rounds`);
}

function hasNews(state: ClusterState, controller: Controller, seen: readonly unknown[] | undefined): boolean {
  return seen === undefined || inputsOf(state, controller).some((list, index) => list !== seen[index]);
}

// The store hands out the same list until something in it changes.
function inputsOf(state: ClusterState, { reads }: Controller): readonly unknown[] {
  return reads.map((plural) => state.store.all(plural));
}
