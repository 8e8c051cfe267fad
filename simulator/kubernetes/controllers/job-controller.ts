import type { Condition, Job } from '../objects/kinds.ts';
import { isFinished, isReady } from '../objects/pod-facts.ts';
import { standingPods } from '../pods/active-pods.ts';
import { createPod, deletePod } from '../pods/pod-lifecycle.ts';
import { keyOfOwner } from '../pods/pod-owner.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import { keyOf } from '../store/object-store.ts';
import type { Controller } from '../store/work-queue.ts';
import { orAbsent } from './status-count.ts';

const DEFAULT_BACKOFF_LIMIT = 6;

/** Runs the pods of a job until enough have succeeded or too many have failed. Pods count themselves when they end. */
export const jobController: Controller = {
  affected: (_, change) => {
    if (change.plural === 'jobs' && change.after !== undefined) return [keyOf(change.after.metadata)];
    return keyOfOwner(change, 'Job');
  },
  sync: (state, key) => {
    const job = state.store.at('jobs', key);
    if (job === undefined) return;
    const end = endOf(job);
    keepRunning(state, job, end === undefined ? stillWanted(job) : 0);
    writeStatus(state, job, end);
  },
};

/** Why a job is over, undefined while it is not. */
function endOf({ spec, status }: Job): Condition | undefined {
  if ((status?.failed ?? 0) > (spec.backoffLimit ?? DEFAULT_BACKOFF_LIMIT)) {
    const message = 'Job has reached the specified backoff limit';
    return { type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded', message };
  }
  const isDone = (status?.succeeded ?? 0) >= (spec.completions ?? 1);
  return isDone ? { type: 'Complete', status: 'True', reason: 'CompletionsReached' } : undefined;
}

function stillWanted({ spec, status }: Job): number {
  if (spec.suspend === true) return 0;
  const left = (spec.completions ?? 1) - (status?.succeeded ?? 0);
  return Math.min(spec.parallelism ?? 1, left);
}

function keepRunning(state: ClusterState, job: Job, wanted: number): void {
  const active = standingPods(state, job).filter((pod) => !isFinished(pod));
  const { name, uid, namespace } = job.metadata;
  const owner = { apiVersion: 'batch/v1', kind: 'Job', name, uid, namespace: namespace! };
  const labels = { 'batch.kubernetes.io/job-name': name, 'job-name': name };
  for (let count = active.length; count < wanted; count += 1)
    createPod(state, owner, job.spec.template, { labels });
  for (const pod of active.slice(wanted)) deletePod(state, pod);
}

function writeStatus(state: ClusterState, job: Job, end: Condition | undefined): void {
  const active = standingPods(state, job).filter((pod) => !isFinished(pod));
  const before = job.status;
  const isComplete = end?.type === 'Complete';
  const conditions = end === undefined ? before?.conditions : state.withCondition(before?.conditions, end);
  const completionTime = isComplete ? (before?.completionTime ?? state.timestamp()) : undefined;
  const status = {
    ...before,
    startTime: before?.startTime ?? state.timestamp(),
    active: orAbsent(active.length),
    ready: active.filter(isReady).length,
    ...(conditions === undefined ? {} : { conditions }),
    ...(completionTime === undefined ? {} : { completionTime }),
  };
  state.store.put('jobs', { ...job, status });
}
