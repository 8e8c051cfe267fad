import { controlBudgets } from './budget-controller.ts';
import type { ClusterState } from './cluster-state.ts';
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

const CONTROLLERS: readonly ((state: ClusterState) => void)[] = [
  controlTaints,
  finishNamespaces,
  collectGarbage,
  controlDeployments,
  controlReplicaSets,
  controlDaemonSets,
  schedulePods,
  writeWorkloadStatus,
  controlBudgets,
];

const MOST_ROUNDS = 100;

/** Lets every controller have its turn until none finds anything left to change. */
export function reconcile(state: ClusterState): void {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const before = state.store.revision;
    for (const control of CONTROLLERS) control(state);
    if (state.store.revision === before) return;
  }
  throw new Error(`the controllers of a simulated cluster do not come to rest after ${MOST_ROUNDS} rounds`);
}
