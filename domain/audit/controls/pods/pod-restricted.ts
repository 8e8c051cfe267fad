import type { Workload } from '../../cluster/audited-cluster.ts';
import { type Control, fail, info } from '../../control/control.ts';
import { podSecurityStandards } from '../../control/sources.ts';
import { describeFacts, evaluatePss } from '../../pod-security/evaluate-pss.ts';

export const podRestricted: Control = {
  id: 'SB-POD-05',
  title: 'Workloads meet the Pod Security Standard restricted',
  area: 'pod-security',
  severity: 'low',
  rule: 'Counted per namespace; it fails only with --pss-level restricted.',
  source: podSecurityStandards,
  remediation: 'Bring workloads to restricted one namespace at a time; the warn label shows what remains.',
  needs: ['workloads', 'namespaces'],
  judgesTogether: true,
  judge: ({ workloads, namespaces, pssMinor, pssLevel }) => {
    const byNamespace = Map.groupBy(workloads, ({ namespace }) => namespace.name);
    return namespaces.flatMap(({ name }) => {
      const own = byNamespace.get(name) ?? [];
      const denied = own.filter(({ pod }) => evaluatePss(pod, 'restricted', pssMinor).length > 0);
      if (denied.length === 0) return [];
      const [resource, why] = [
        `Namespace/${name}`,
        `restricted denies ${count(denied)} of ${count(own)} workloads`,
      ];
      if (pssLevel !== 'restricted') return [info(resource, why)];
      return [{ ...fail(resource, why), facts: denied.flatMap((each) => factsOf(each, pssMinor)) }];
    });
  },
};

/** "Deployment/shop/web main privileged" */
function factsOf({ resource, pod }: Workload, pssMinor: number): readonly string[] {
  return evaluatePss(pod, 'restricted', pssMinor)
    .flatMap(describeFacts)
    .map((fact) => `${resource} ${fact}`);
}

/** One may stand there more than once: its template, and its pods as they run. */
function count(workloads: readonly Workload[]): number {
  return new Set(workloads.map(({ resource }) => resource)).size;
}
