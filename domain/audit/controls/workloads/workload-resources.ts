import type { Control } from '../../control/control.ts';
import { failContainer, runningContainers } from '../../control/pod-findings.ts';
import { isLimited, isRequested } from '../../pod-security/pod/resources.ts';

export const workloadResources: Control = {
  id: 'SB-WL-01',
  title: 'Containers request CPU and memory and limit memory',
  area: 'workloads',
  severity: 'medium',
  rule: 'Every container that runs on, or its pod, has requests of cpu and memory and a limit of memory; a limit is a request, too. Defaults of a LimitRange do not count.',
  source: 'https://learn.microsoft.com/azure/aks/developer-best-practices-resource-management',
  remediation: 'Set resources.requests.cpu, resources.requests.memory and resources.limits.memory.',
  needs: ['workloads', 'namespaces'],
  judge: (cluster) =>
    runningContainers(cluster, (container, workload) => {
      const { spec } = workload.pod;
      const missing = [
        ...(['cpu', 'memory'] as const)
          .filter((each) => !isRequested(each, container, spec))
          .map((each) => `request of ${each}`),
        ...(isLimited('memory', container, spec) ? [] : ['limit of memory']),
      ];
      if (missing.length === 0) return null;
      return { ...failContainer(workload, container, `no ${missing.join(', no ')}`), facts: missing };
    }),
};
