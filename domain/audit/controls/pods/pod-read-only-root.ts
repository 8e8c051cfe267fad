import type { Control } from '../../control/control.ts';
import { eachContainer, failContainer } from '../../control/pod-findings.ts';
import { containerSecurityOnAks } from '../../control/sources.ts';

export const podReadOnlyRoot: Control = {
  id: 'SB-POD-13',
  title: 'Containers cannot write to their own file system',
  area: 'pod-security',
  severity: 'low',
  rule: 'Every Linux container sets readOnlyRootFilesystem: true.',
  source: containerSecurityOnAks,
  remediation:
    'Set securityContext.readOnlyRootFilesystem: true and mount an emptyDir where the program writes.',
  needs: ['workloads', 'namespaces'],
  judge: (cluster) =>
    eachContainer(cluster, (container, workload) =>
      workload.isWindows || container.securityContext?.readOnlyRootFilesystem === true
        ? null
        : failContainer(workload, container, 'its root file system is writable'),
    ),
};
