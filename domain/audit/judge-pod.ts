import type { JudgedPod } from './audit-report.ts';
import type { KubernetesObject } from './kubernetes/api-objects.ts';
import type { ShapeProblem } from './kubernetes/read-shape.ts';
import { evaluateBothLevels } from './pod-security/evaluate-pss.ts';
import { readPod } from './pod-security/pod/read-pod.ts';

type PodVerdict =
  | { readonly outcome: 'judged'; readonly judged: JudgedPod }
  | { readonly outcome: 'none' }
  | { readonly outcome: 'unreadable'; readonly problems: readonly ShapeProblem[] };

/** What both levels say of the pod of an object, or of its template, by the policy of a minor; `location` is asked for only then. */
export function judgePod(object: KubernetesObject, location: () => string, minor: number): PodVerdict {
  const read = readPod(object);
  if (read.outcome !== 'pod') return read;
  const { kind, namespace, name, pod } = read.template;
  const { allowed, violations } = evaluateBothLevels(pod, minor);
  const named = violations.map(({ level, check, reason }) => ({ level, check, reason }));
  return {
    outcome: 'judged',
    judged: { location: location(), kind, namespace, name, allowed, violations: named },
  };
}
