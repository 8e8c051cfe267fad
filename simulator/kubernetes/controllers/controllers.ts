import { taintController } from '../nodes/node-controller.ts';
import type { Controller } from '../store/work-queue.ts';
import { budgetController } from './budget-controller.ts';
import { daemonSetController } from './daemon-set-controller.ts';
import { deploymentController } from './deployment-controller.ts';
import { garbageCollector } from './garbage-collector.ts';
import { jobController } from './job-controller.ts';
import { namespaceController } from './namespace-controller.ts';
import { replicaSetController } from './replica-set-controller.ts';
import { scheduler } from './scheduler.ts';
import { statefulSetController } from './stateful-set-controller.ts';

/** All controllers in the order of their turns: what makes pods comes before what places and counts them. */
export const controllers: readonly Controller[] = [
  taintController,
  namespaceController,
  garbageCollector,
  deploymentController,
  replicaSetController,
  statefulSetController,
  daemonSetController,
  jobController,
  scheduler,
  budgetController,
];
