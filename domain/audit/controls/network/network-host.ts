import { type Control, fail } from '../../control/control.ts';
import { eachContainer, failContainer } from '../../control/pod-findings.ts';

export const networkHost: Control = {
  id: 'SB-NET-03',
  title: 'No workload uses the host network',
  area: 'network',
  severity: 'high',
  rule: 'No pod in a user namespace sets hostNetwork or hostProcess: network policies do not apply to it.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
  remediation: 'Remove hostNetwork, or move the agent to its own namespace and waive it with a reason.',
  needs: ['workloads', 'namespaces'],
  judge: (cluster) => [
    ...cluster.workloads.flatMap(({ resource, pod: { spec } }) => [
      ...(spec.hostNetwork === true
        ? [{ ...fail(resource, 'hostNetwork is true'), facts: ['hostNetwork'] }]
        : []),
      ...(spec.securityContext?.windowsOptions?.hostProcess === true
        ? [{ ...fail(resource, 'hostProcess is true'), facts: ['hostProcess'] }]
        : []),
    ]),
    ...eachContainer(cluster, (container, workload) =>
      container.securityContext?.windowsOptions?.hostProcess === true
        ? failContainer(workload, container, 'hostProcess is true')
        : null,
    ),
  ],
};
