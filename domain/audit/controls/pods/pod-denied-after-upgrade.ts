import type { AuditedCluster, Namespace, Workload } from '../../cluster/audited-cluster.ts';
import { presentMinor } from '../../cluster/present-minor.ts';
import { type Control, type Finding, fail, notApplicable, undecided } from '../../control/control.ts';
import { describeFacts, evaluatePss } from '../../pod-security/evaluate-pss.ts';
import type { PssLevel } from '../../pod-security/pod/pss-check.ts';
import { newestPssMinor } from '../../pod-security/pod/pss-version.ts';

const label = 'pod-security.kubernetes.io/enforce';

export const podDeniedAfterUpgrade: Control = {
  id: 'SB-POD-08',
  title: 'The upgrade denies no workload that is admitted now',
  area: 'pod-security',
  severity: 'high',
  rule: "Where enforce-version is latest or unset, the target version's policy admits every workload that the current one admits.",
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-admission/',
  remediation:
    'Fix the workload first, or pin pod-security.kubernetes.io/enforce-version to the current minor.',
  needs: ['workloads', 'namespaces'],
  isHazard: true,
  needsTarget: true,
  judgesTogether: true,
  judge: (cluster) => {
    const { targetMinor, workloads } = cluster;
    if (targetMinor === null) return notApplicable('no upgrade is planned (--target)');
    const now = currentMinor(cluster, targetMinor);
    return [
      ...workloads.flatMap((workload) => judge(workload, now, targetMinor)),
      ...(targetMinor > newestPssMinor ? undecidedNamespaces(workloads, now) : []),
    ];
  },
};

function judge({ resource, namespace, pod }: Workload, now: number, then: number): readonly Finding[] {
  const level = levelToCome(namespace);
  if (level === null || evaluatePss(pod, level, now).length > 0) return [];
  const denials = evaluatePss(pod, level, then);
  if (denials.length === 0) return [];
  const why = `the ${level} level of 1.${then} denies it: ${denials.map(({ reason }) => reason).join(', ')}`;
  return [{ ...fail(resource, why), facts: denials.flatMap(describeFacts) }];
}

/** What a policy newer than Drydock knows will admit is unknown; reported once per namespace. */
function undecidedNamespaces(workloads: readonly Workload[], now: number): readonly Finding[] {
  const homes = workloads.flatMap(({ namespace, pod }) => {
    const level = levelToCome(namespace);
    return level === null || evaluatePss(pod, level, now).length > 0 ? [] : [namespace.name];
  });
  return [...new Set(homes)].map((name) =>
    undecided(`Namespace/${name}`, `Drydock knows the Pod Security Standards up to 1.${newestPssMinor}`),
  );
}

/** The level that the target's policy will be asked for; null: none is, or it is pinned to a version. */
function levelToCome({ labels }: Namespace): PssLevel | null {
  return (labels[`${label}-version`] ?? 'latest') === 'latest' ? levelOf(labels[label]) : null;
}

function levelOf(text: string | undefined): PssLevel | null {
  return text === 'baseline' || text === 'restricted' ? text : null;
}

/** Where no one says it, the upgrade is one of one minor. */
function currentMinor(cluster: AuditedCluster, targetMinor: number): number {
  return presentMinor(cluster) ?? targetMinor - 1;
}
