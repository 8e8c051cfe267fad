import type { LabelSelector } from '../kubernetes/api-objects.ts';
import { labelsMatch } from '../kubernetes/labels-match.ts';
import type { Subject } from './subject.ts';

/** Cilium sees a pod's labels and, as labels of its own, its namespace, that one's labels and its service account. */
export function endpointMatches(selector: LabelSelector, subject: Subject): boolean {
  return labelsMatch(withoutSources(selector), endpointLabels(subject));
}

function endpointLabels({ labels, namespace, namespaceLabels, serviceAccount }: Subject) {
  const inherited = Object.entries(namespaceLabels).map(([key, value]) => [
    `io.cilium.k8s.namespace.labels.${key}`,
    value,
  ]);
  return {
    ...Object.fromEntries(inherited),
    ...labels,
    'io.kubernetes.pod.namespace': namespace,
    'io.cilium.k8s.policy.serviceaccount': serviceAccount,
  };
}

/** `k8s:app` and `any:app` are the pod's label `app`; those of other sources (`reserved:host`) no pod has. */
function withoutSources({ matchLabels = {}, matchExpressions = [] }: LabelSelector): LabelSelector {
  return {
    matchLabels: Object.fromEntries(
      Object.entries(matchLabels).map(([key, value]) => [withoutSource(key), value]),
    ),
    matchExpressions: matchExpressions.map((each) => ({ ...each, key: withoutSource(each.key ?? '') })),
  };
}

function withoutSource(key: string): string {
  return key.replace(/^(k8s|any)[:.]/, '');
}
