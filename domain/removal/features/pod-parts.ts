import type { PodParts } from './feature.ts';
import { type Fields, fieldsAt } from './fields.ts';

const template = ['spec', 'template'];
/** Where each kind says what its pods are. */
const places: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  PodTemplate: ['template'],
  ReplicationController: template,
  'Deployment.apps': template,
  'ReplicaSet.apps': template,
  'StatefulSet.apps': template,
  'DaemonSet.apps': template,
  'Job.batch': template,
  'CronJob.batch': ['spec', 'jobTemplate', ...template],
};

/** Every kind that is a pod or makes pods. */
export const podKinds: readonly string[] = Object.keys(places);

/** null: the kind makes no pods. */
export function podPartsOf(kind: string, value: Fields): PodParts | null {
  const path = Object.hasOwn(places, kind) ? places[kind] : undefined;
  if (path === undefined) return null;
  const pod = fieldsAt(value, ...path);
  return { annotations: fieldsAt(pod, 'metadata', 'annotations'), spec: fieldsAt(pod, 'spec') };
}
