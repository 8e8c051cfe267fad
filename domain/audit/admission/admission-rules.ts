import type { AdmissionRule } from './admission-rule.ts';
import { baselineRule } from './baseline-rule.ts';
import { bindingRules } from './binding-rules.ts';
import { exposureRules } from './exposure-rules.ts';
import { hostPathRules } from './host-path-rules.ts';
import { podRules } from './pod-rules.ts';
import { secretRule } from './secret-rule.ts';
import { workloadRules } from './workload-rules.ts';

/** What an API server can refuse of each control, by the Pod Security Standards of a minor of Kubernetes 1. */
export function admissionRules(pssMinor: number): readonly AdmissionRule[] {
  return [
    baselineRule(pssMinor),
    ...podRules,
    secretRule,
    ...hostPathRules,
    ...workloadRules,
    ...bindingRules,
    ...exposureRules,
  ].toSorted((a, b) => (a.control < b.control ? -1 : 1));
}
