import type { AuditedCluster } from '../../cluster/audited-cluster.ts';
import { isOnHost, nextPodOf, subjectOf } from '../../cluster/subjects.ts';
import { type Control, type Finding, fail, undecided } from '../../control/control.ts';
import { decideReach } from '../../network/decide-reach.ts';
import type { Reach, Subject } from '../../network/subject.ts';

export const networkMetadata: Control = {
  id: 'SB-NET-02',
  title: 'Pods cannot reach the metadata endpoint',
  area: 'network',
  severity: 'high',
  rule: 'The policies of the engine in use block 169.254.169.254:80 for every pod in a user namespace, and for a pod created there later without labels.',
  source:
    'https://learn.microsoft.com/azure/aks/operator-best-practices-cluster-security#restrict-access-to-instance-metadata-api',
  remediation:
    'Narrow the rule that the finding names. Where no policy isolates a namespace, allow everything except the address (azure, calico) or deny the address for the whole cluster (cilium, egressDeny without default deny).',
  needs: ['workloads', 'namespaces', 'network-policies', 'azure-cluster'],
  judgesTogether: true,
  judge: (cluster) => [
    ...cluster.workloads
      .filter((each) => !isOnHost(each))
      .flatMap((each) => judge(cluster, each.resource, subjectOf(each))),
    ...cluster.namespaces
      .filter(({ isUnused }) => isUnused !== true)
      .flatMap((each) => judge(cluster, `Namespace/${each.name}`, nextPodOf(each), 'pods created later: ')),
  ],
};

function judge(cluster: AuditedCluster, resource: string, subject: Subject, about = ''): readonly Finding[] {
  const { outcome, reason } = reachOf(cluster, subject);
  if (outcome === 'blocked') return [];
  return [outcome === 'open' ? fail(resource, about + reason) : undecided(resource, about + reason)];
}

function reachOf({ engine, policies }: AuditedCluster, subject: Subject): Reach {
  if (engine === null) return { outcome: 'undecided', reason: 'the network policy engine is unknown' };
  return decideReach(engine, policies, subject);
}
