import type { Control } from '../../control/control.ts';
import { failContainer, runningContainers } from '../../control/pod-findings.ts';
import { isLimited } from '../../pod-security/pod/resources.ts';

export const workloadCpuLimit: Control = {
  id: 'SB-WL-02',
  title: 'Containers limit CPU',
  area: 'workloads',
  severity: 'low',
  rule: 'Every container that runs on, or its pod, has a limit of cpu.',
  source: 'https://learn.microsoft.com/azure/aks/developer-best-practices-resource-management',
  remediation: 'Set resources.limits.cpu, where throttling is better than a slow neighbour.',
  needs: ['workloads', 'namespaces'],
  judge: (cluster) =>
    runningContainers(cluster, (container, workload) =>
      isLimited('cpu', container, workload.pod.spec)
        ? null
        : failContainer(workload, container, 'no limit of cpu'),
    ),
};
