import { controlPlaneVersion, minorOf } from '../arm-versions.ts';
import type { AuditedCluster, Workload } from '../audited-cluster.ts';
import { type Control, type Finding, fail, notApplicable } from '../control.ts';
import { evaluatePss } from '../pod-security/evaluate-pss.ts';
import type { PssLevel } from '../pod-security/pss-check.ts';

const label = 'pod-security.kubernetes.io/enforce';

export const podDeniedAfterUpgrade: Control = {
  id: 'SB-POD-08',
  title: 'The upgrade denies no workload that is allowed now',
  area: 'pod-security',
  severity: 'high',
  rule: "Where enforce-version is latest or unset, the target's policy allows every workload that the present one allows.",
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-admission/',
  remediation:
    'Mend the workload first, or pin pod-security.kubernetes.io/enforce-version to the present minor.',
  needs: ['workloads', 'namespaces'],
  isHazard: true,
  judge: (cluster) => {
    const { targetMinor, workloads } = cluster;
    if (targetMinor === null) return notApplicable('no upgrade is planned (--target)');
    return workloads.flatMap((workload) => judge(workload, currentMinor(cluster, targetMinor), targetMinor));
  },
};

function judge({ resource, namespace, pod }: Workload, now: number, then: number): readonly Finding[] {
  const level = levelOf(namespace.labels[label]);
  const version = namespace.labels[`${label}-version`] ?? 'latest';
  if (level === null || version !== 'latest' || evaluatePss(pod, level, now).length > 0) return [];
  const denials = evaluatePss(pod, level, then).map(({ reason }) => reason);
  return denials.length === 0
    ? []
    : [fail(resource, `${level} of 1.${then} denies it: ${denials.join(', ')}`)];
}

function levelOf(text: string | undefined): PssLevel | null {
  return text === 'baseline' || text === 'restricted' ? text : null;
}

/** The API server or Azure says it; else the upgrade is one of one minor. */
function currentMinor({ live, arm }: AuditedCluster, targetMinor: number): number {
  return live?.serverMinor ?? minorOf(controlPlaneVersion(arm)) ?? targetMinor - 1;
}
