import type { Control } from '../../control/control.ts';
import { failContainer, runningContainers } from '../../control/pod-findings.ts';

export const workloadProbes: Control = {
  id: 'SB-WL-06',
  title: 'Containers have probes',
  area: 'workloads',
  severity: 'low',
  rule: 'Every container of a pod that is restarted whenever it ends has a readinessProbe and a livenessProbe.',
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/probes/',
  remediation:
    'Add the probes; without readiness, a drain takes a pod for ready as soon as its process runs.',
  needs: ['workloads', 'namespaces'],
  judge: (cluster) =>
    runningContainers(cluster, (container, workload) => {
      if ((workload.pod.spec.restartPolicy ?? 'Always') !== 'Always') return null;
      const missing = (['readinessProbe', 'livenessProbe'] as const).filter(
        (each) => container[each] === undefined,
      );
      if (missing.length === 0) return null;
      return { ...failContainer(workload, container, `no ${missing.join(', no ')}`), facts: missing };
    }),
};
