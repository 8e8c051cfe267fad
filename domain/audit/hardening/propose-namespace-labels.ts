import type { AuditedCluster, Namespace } from '../cluster/audited-cluster.ts';
import { evaluatePss } from '../pod-security/evaluate-pss.ts';
import { type Proposal, refuse } from './proposal.ts';

const control = 'SB-POD-06';
const enforce = 'pod-security.kubernetes.io/enforce';

/**
 * The level baseline for each user namespace that has no level and whose every present workload passes, by the policy of the present
 * minor: pinned, so that no upgrade tightens it by itself. A namespace with a level, whichever, is someone's decision.
 */
export function proposeNamespaceLabels(cluster: AuditedCluster, minor: number): readonly Proposal[] {
  return cluster.namespaces
    .filter(({ labels }) => labels[enforce] === undefined)
    .flatMap((namespace) => propose(cluster, namespace, minor));
}

function propose({ workloads }: AuditedCluster, { name }: Namespace, minor: number): readonly Proposal[] {
  for (const { resource, pod, namespace } of workloads) {
    if (namespace.name !== name) continue;
    const [violation] = evaluatePss(pod, 'baseline', minor);
    if (violation !== undefined)
      return [
        refuse(control, name, `${resource} would be rejected by Pod Security Admission: ${violation.reason}`),
      ];
  }
  return [
    {
      kind: 'apply',
      control,
      namespace: name,
      object: {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name, labels: { [enforce]: 'baseline', [`${enforce}-version`]: `v1.${minor}` } },
      },
      why: `it has no label ${enforce}, and all its workloads pass`,
    },
  ];
}
