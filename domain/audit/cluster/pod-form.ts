import type { KubernetesObject } from '../kubernetes/api-objects.ts';
import { isObject } from '../kubernetes/read-shape.ts';

/** Labels that differ between the pods of one template; no policy selects by them. */
const ownLabels = [
  'pod-template-hash',
  'controller-revision-hash',
  'pod-template-generation',
  'statefulset.kubernetes.io/pod-name',
  'apps.kubernetes.io/pod-index',
  'controller-uid',
  'batch.kubernetes.io/controller-uid',
  'job-name',
  'batch.kubernetes.io/job-name',
];
/** Names that admission makes up for each pod, and where it landed. */
const ownWords = /kube-api-access-[a-z0-9]+|"nodeName":"[^"]*",?/g;

/** The same for pods that differ in nothing that anybody judges. */
export function podForm({ metadata, spec }: KubernetesObject): string {
  const { labels = {}, annotations = {} } = isObject(metadata) ? metadata : {};
  const shared = Object.entries(isObject(labels) ? labels : {})
    .filter(([name]) => !ownLabels.includes(name))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([shared, annotations, spec]).replaceAll(ownWords, '');
}
