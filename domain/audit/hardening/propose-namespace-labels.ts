import type { AuditedCluster, Namespace } from '../cluster/audited-cluster.ts';
import { evaluatePss } from '../pod-security/evaluate-pss.ts';
import { type Proposal, refuse } from './proposal.ts';

const control = 'SB-POD-06';
const mostOffenders = 50;
const enforce = 'pod-security.kubernetes.io/enforce';

/**
 * Level baseline for each user namespace without a level whose workloads all pass it now. The policy is pinned to the present minor,
 * so that no upgrade tightens it. A namespace that has a level keeps it.
 */
export function proposeNamespaceLabels(cluster: AuditedCluster, minor: number): readonly Proposal[] {
  return cluster.namespaces
    .filter(({ labels }) => labels[enforce] === undefined)
    .flatMap((namespace) => propose(cluster, namespace, minor));
}

function propose({ workloads }: AuditedCluster, { name }: Namespace, minor: number): readonly Proposal[] {
  const offenders = workloads.flatMap(({ resource, pod, namespace }) => {
    const violations = namespace.name === name ? evaluatePss(pod, 'baseline', minor) : [];
    return violations.length === 0
      ? []
      : [{ resource, reason: violations.map(({ reason }) => reason).join('; ') }];
  });
  const [first, ...others] = offenders;
  if (first !== undefined) {
    const more = others.length === 0 ? '' : `, and so would ${others.length} more`;
    const why = `${first.resource} would be rejected by Pod Security Admission: ${first.reason}${more}`;
    const listed = offenders.slice(0, mostOffenders);
    return [{ ...refuse(control, name, why), offenders: listed, offenderCount: offenders.length }];
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
