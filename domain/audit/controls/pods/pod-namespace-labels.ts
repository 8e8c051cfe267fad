import type { Namespace } from '../../cluster/audited-cluster.ts';
import { type Control, type Finding, fail, warn } from '../../control/control.ts';

const enforce = 'pod-security.kubernetes.io/enforce';

export const podNamespaceLabels: Control = {
  id: 'SB-POD-06',
  title: 'Namespaces enforce a Pod Security Standard',
  area: 'pod-security',
  severity: 'medium',
  rule: 'Every user namespace has the label pod-security.kubernetes.io/enforce: baseline or restricted; privileged is a warning.',
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-admission/',
  remediation: 'Label the namespace enforce: baseline once every workload in it passes (SB-POD-01).',
  needs: ['namespaces'],
  judge: ({ namespaces }) => namespaces.filter(({ isUnused }) => isUnused !== true).flatMap(judgeLabels),
};

function judgeLabels({ name, labels }: Namespace): readonly Finding[] {
  const level = labels[enforce];
  const resource = `Namespace/${name}`;
  if (level === 'baseline' || level === 'restricted') return [];
  if (level === 'privileged') return [warn(resource, 'enforce: privileged allows everything')];
  if (level === undefined) return [fail(resource, `it has no label ${enforce}`)];
  return [
    fail(
      resource,
      `${JSON.stringify(level)} is not a level; the API server treats it as privileged or restricted`,
    ),
  ];
}
