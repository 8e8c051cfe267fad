import type { Control } from '../../control/control.ts';
import { eachContainer, failContainer } from '../../control/pod-findings.ts';
import { containerSecurityOnAks } from '../../control/sources.ts';
import { capabilitiesBeyondBaseline } from '../../pod-security/checks/capabilities-baseline.ts';
import { dropsAllCapabilities } from '../../pod-security/checks/capabilities-restricted.ts';
import { quoted } from '../../pod-security/pod/pss-check.ts';

export const podCapabilities: Control = {
  id: 'SB-POD-04',
  title: 'Containers have only the capabilities they need',
  area: 'pod-security',
  severity: 'high',
  rule: 'Every Linux container drops ALL and adds none beyond the default set.',
  source: containerSecurityOnAks,
  remediation: 'Set capabilities.drop: ["ALL"] and add back only what the program needs.',
  needs: ['workloads', 'namespaces'],
  judge: (cluster) =>
    eachContainer(cluster, (container, workload) => {
      if (workload.isWindows) return null;
      const added = capabilitiesBeyondBaseline(container);
      const reasons = [
        ...(added.length > 0 ? [`it adds ${quoted(added)}`] : []),
        ...(dropsAllCapabilities(container) ? [] : ['it does not drop ALL']),
      ];
      if (reasons.length === 0) return null;
      const severity = added.length > 0 ? 'high' : 'low';
      return {
        ...failContainer(workload, container, reasons.join('; '), severity),
        facts: [...added.map((name) => `add=${name}`), ...(dropsAllCapabilities(container) ? [] : ['drop'])],
      };
    }),
};
