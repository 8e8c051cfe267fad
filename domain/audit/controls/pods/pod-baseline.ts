import type { Workload } from '../../cluster/audited-cluster.ts';
import { unjudgedTemplates } from '../../cluster/unjudged-templates.ts';
import { type Control, type Finding, fail, info, type Severity } from '../../control/control.ts';
import { containerPath, specPathOf } from '../../control/pod-findings.ts';
import { podSecurityStandards } from '../../control/sources.ts';
import { evaluatePss, type PssViolation } from '../../pod-security/evaluate-pss.ts';
import { allContainers, quoted } from '../../pod-security/pod/pss-check.ts';

/** They hand the node over. */
const critical = ['privileged', 'hostNamespaces', 'hostPathVolumes'];

export const podBaseline: Control = {
  id: 'SB-POD-01',
  title: 'Workloads meet the Pod Security Standard baseline',
  area: 'pod-security',
  severity: 'high',
  rule: 'The pods of every user namespace pass every check of the baseline level.',
  source: podSecurityStandards,
  remediation:
    'Remove what the check names, or move the workload to its own namespace and waive it with a reason.',
  needs: ['workloads', 'namespaces'],
  judgesTogether: true,
  judge: ({ workloads, objects, pssMinor }) => [
    ...workloads.flatMap((workload) =>
      evaluatePss(workload.pod, 'baseline', pssMinor).flatMap((each) => findingsOf(workload, each)),
    ),
    ...unjudgedTemplates(objects).map((resource) =>
      info(resource, 'its kind is unknown to Drydock: no control has judged its pod template'),
    ),
  ],
};

function findingsOf(
  workload: Workload,
  { check, reason, containers, isOfPod, factsOf }: PssViolation,
): readonly Finding[] {
  const { resource, pod } = workload;
  const severity: Severity = critical.includes(check) ? 'critical' : 'high';
  if (check === 'hostPathVolumes')
    return (pod.spec.volumes ?? []).flatMap(({ name = '', hostPath }, at) => {
      if (hostPath === undefined) return [];
      const { path: value = '' } = hostPath;
      const path = `${specPathOf(resource)}.volumes[${at}].hostPath.path`;
      const why = `${check}: volume ${quoted([name])} is hostPath ${value}`;
      return { ...fail(resource, why, severity), path, facts: [`${check}=${value}`] };
    });
  const finding = fail(resource, `${check}: ${detailOf(check, reason)}`, severity);
  return [
    ...(isOfPod ? [{ ...finding, facts: factsOf(null) }] : []),
    ...containers.map((container) => {
      const found = allContainers(pod.spec).find(({ name }) => name === container);
      return {
        ...finding,
        container,
        facts: factsOf(container),
        ...(found === undefined ? {} : { path: containerPath(workload, found) }),
      };
    }),
  ];
}

/** 'privileged (container "main" ...)' says the check again: only what stands in parentheses is left of it. */
function detailOf(check: string, reason: string): string {
  const [, said = '', detail] = /^([^(]*) \((.*)\)$/s.exec(reason) ?? [];
  const isAgain = said.replaceAll(' ', '').toLowerCase() === check.toLowerCase();
  return isAgain && detail !== undefined ? detail : reason;
}
