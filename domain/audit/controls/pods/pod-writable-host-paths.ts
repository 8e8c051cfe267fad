import type { Control } from '../../control/control.ts';
import { eachContainer, failContainer } from '../../control/pod-findings.ts';
import { podSecurityStandards } from '../../control/sources.ts';

export const podWritableHostPaths: Control = {
  id: 'SB-POD-10',
  title: 'Containers do not write to the file system of their node',
  area: 'pod-security',
  severity: 'high',
  rule: 'Every mount of a hostPath volume is readOnly.',
  source: podSecurityStandards,
  remediation: 'Set readOnly: true for the mount, or use a volume that is not of the node.',
  needs: ['workloads', 'namespaces'],
  judge: (cluster) =>
    eachContainer(cluster, (container, workload) => {
      const paths = new Map(
        (workload.pod.spec.volumes ?? []).flatMap(({ name = '', hostPath }) =>
          hostPath === undefined ? [] : [[name, hostPath.path ?? ''] as const],
        ),
      );
      const written = (container.volumeMounts ?? []).flatMap(({ name = '', readOnly }) =>
        readOnly === true ? [] : (paths.get(name) ?? []),
      );
      if (written.length === 0) return null;
      const facts = [...new Set(written)];
      return {
        ...failContainer(workload, container, `it can write to hostPath ${facts.join(', ')}`),
        facts,
      };
    }),
};
