import type { Subject } from '../network/subject.ts';
import type { Namespace, Workload } from './audited-cluster.ts';
import { serviceAccountOf } from './service-accounts.ts';

/** The pods of a workload, as network policies see them. */
export function subjectOf({ namespace, podLabels, pod }: Workload): Subject {
  return {
    namespace: namespace.name,
    namespaceLabels: namespace.labels,
    labels: podLabels,
    serviceAccount: serviceAccountOf(pod.spec),
  };
}

/** The next pod of a namespace: one without labels. */
export function nextPodOf({ name, labels }: Namespace): Subject {
  return { namespace: name, namespaceLabels: labels, labels: {}, serviceAccount: 'default' };
}

/** No policy holds for it: SB-NET-03. */
export function isOnHost({ pod: { spec } }: Workload): boolean {
  return spec.hostNetwork === true || spec.securityContext?.windowsOptions?.hostProcess === true;
}
