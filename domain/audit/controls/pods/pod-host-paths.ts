import { type Control, fail } from '../../control/control.ts';
import { podSecurityStandards } from '../../control/sources.ts';
import { judgeHostPath } from '../../pod-security/host-paths.ts';

export const podHostPaths: Control = {
  id: 'SB-POD-09',
  title: 'No volume hands over the node',
  area: 'pod-security',
  severity: 'high',
  rule: 'No hostPath volume is, holds or lies in a place that leads to root on the node: sockets of the container runtime, /, /etc, /proc, /var/lib/kubelet and others.',
  source: podSecurityStandards,
  remediation:
    'Mount the one file or folder that the program needs, or move the agent to its own namespace and waive it with a reason.',
  needs: ['workloads', 'namespaces'],
  judge: ({ workloads }) =>
    workloads.flatMap(({ resource, pod }) =>
      (pod.spec.volumes ?? []).flatMap(({ hostPath }) => {
        if (hostPath?.path === undefined) return [];
        const danger = judgeHostPath(hostPath.path);
        return danger === null
          ? []
          : {
              ...fail(resource, `hostPath ${hostPath.path}: ${danger.what}`, danger.severity),
              facts: [hostPath.path],
            };
      }),
    ),
};
