import type { Control } from '../../control/control.ts';
import { eachContainer, failContainer } from '../../control/pod-findings.ts';

export const podSecretVariables: Control = {
  id: 'SB-POD-14',
  title: 'Containers get secrets as files',
  area: 'pod-security',
  severity: 'low',
  rule: 'No environment variable comes from a Secret.',
  source: 'https://kubernetes.io/docs/concepts/security/secrets-good-practices/',
  remediation: 'Mount the Secret as a volume, or use the Secrets Store CSI driver.',
  needs: ['workloads', 'namespaces'],
  judge: (cluster) =>
    eachContainer(cluster, ({ env = [], envFrom = [], ...container }, workload) => {
      const sources = envFrom.flatMap(({ secretRef }) =>
        secretRef === undefined ? [] : (secretRef.name ?? ''),
      );
      const names = [
        ...env.filter(({ valueFrom }) => valueFrom?.secretKeyRef !== undefined).map(({ name = '' }) => name),
        ...(sources.length > 0 ? ['envFrom'] : []),
      ];
      if (names.length === 0) return null;
      return {
        ...failContainer(workload, container, `its variables come from Secrets: ${names.join(', ')}`),
        facts: names.flatMap((each) =>
          each === 'envFrom' ? sources.map((of) => `envFrom ${of}`.trim()) : each,
        ),
      };
    }),
};
