import type { Control } from '../../control/control.ts';
import { eachContainer, failContainer } from '../../control/pod-findings.ts';
import { podSecurityStandards } from '../../control/sources.ts';
import { hostPortsOf } from '../../pod-security/checks/host-ports.ts';

export const podHostPorts: Control = {
  id: 'SB-POD-11',
  title: 'Containers open no port of their node',
  area: 'pod-security',
  severity: 'medium',
  rule: 'No port has a hostPort. A pod on the network of its node is SB-NET-03.',
  source: podSecurityStandards,
  remediation: 'Remove hostPort and reach the pod through a Service.',
  needs: ['workloads', 'namespaces'],
  judge: (cluster) =>
    eachContainer(cluster, (container, workload) => {
      const ports = hostPortsOf(container);
      // The API server gives the ports of such pods a hostPort.
      if (ports.length === 0 || workload.pod.spec.hostNetwork === true) return null;
      return { ...failContainer(workload, container, `hostPort ${ports.join(', ')}`), facts: ports };
    }),
};
