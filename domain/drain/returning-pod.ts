import type { DrainPod } from './drain-pod.ts';

/**
 * How a pod came to be on the node. first: it was there, or stands for no pod that was. late: the scheduler, which had not
 * seen the cordon yet, put a successor here. returned: the successor of an evicted pod that the cordon does not keep away.
 */
export type Arrival = 'first' | 'late' | 'returned';

interface Arrived {
  readonly judged: { readonly pod: DrainPod };
  readonly arrival: Arrival;
}

/**
 * What a pod is that earlier looks did not show. A successor is evicted once, and only while the scheduler may not know of
 * the cordon (`isSettled`: it does): what comes back then would come back for ever, and kubectl does not wait for it either.
 */
export function arrivalOf(pod: DrainPod, known: Iterable<Arrived>, isSettled: boolean): Arrival {
  let [forerunners, late] = [0, 0];
  for (const { judged, arrival } of known) {
    if (kinOf(judged.pod) !== kinOf(pod)) continue;
    if (arrival === 'first') forerunners += 1;
    if (arrival === 'late') late += 1;
  }
  if (forerunners === 0) return 'first';
  return isSettled || pod.toleratesCordon || late >= forerunners ? 'returned' : 'late';
}

/** "ReplicaSet web: recreated here, tolerates the cordon" */
export function describeReturn({ controller, toleratesCordon }: DrainPod): string {
  const by = controller === null ? 'its creator' : `${controller.kind} ${controller.name}`;
  const how = toleratesCordon ? 'tolerates the cordon' : 'bound to the node by name (spec.nodeName)';
  return `${by}: recreated here, ${how}`;
}

/** Pods of one controller stand in for each other; without one, those of one name or the same labels. */
function kinOf({ controller, namespace, name, labels }: DrainPod): string {
  if (controller !== null) return controller.uid;
  // The API server copies these from the node.
  const own = Object.entries(labels).filter(([key]) => !key.startsWith('topology.kubernetes.io/'));
  return JSON.stringify([namespace, own.length === 0 ? name : own.toSorted(([a], [b]) => (a < b ? -1 : 1))]);
}
