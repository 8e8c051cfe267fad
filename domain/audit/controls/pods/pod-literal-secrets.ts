import type { Control } from '../../control/control.ts';
import { eachContainer, failContainer } from '../../control/pod-findings.ts';
import { holdsSecret } from '../../pod-security/secret-variables.ts';

export const podLiteralSecrets: Control = {
  id: 'SB-POD-12',
  title: 'No secret stands in a manifest',
  area: 'pod-security',
  severity: 'high',
  rule: 'No environment variable that is named like a secret has a literal value, and none has a password in a URL, a private key or the key of a storage account. Values are neither kept nor shown.',
  source: 'https://kubernetes.io/docs/concepts/security/secrets-good-practices/',
  remediation:
    'Move the value to a Secret or a key vault, and change it: every reader of the workload has it.',
  needs: ['workloads', 'namespaces'],
  judge: (cluster) =>
    eachContainer(cluster, (container, workload) => {
      const names = (container.env ?? []).filter(holdsSecret).map(({ name = '' }) => name);
      return names.length === 0
        ? null
        : {
            ...failContainer(workload, container, `its variables hold secrets: ${names.join(', ')}`),
            facts: names,
          };
    }),
};
