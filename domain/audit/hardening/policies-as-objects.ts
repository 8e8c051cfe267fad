import { admissionPolicy, type Enforcement, policyBinding } from '../admission/admission-policy.ts';
import type { AdmissionRule } from '../admission/admission-rule.ts';
import { admissionRules } from '../admission/admission-rules.ts';
import type { Control } from '../control/control.ts';
import { isInProfile, usualProfile } from '../control/profiles.ts';
import { controls } from '../controls/controls.ts';
import type { KubernetesObject } from '../kubernetes/api-objects.ts';

interface PolicyQuestion {
  /** Ids; empty: those of the usual profile. */
  readonly controls: readonly string[];
  /** Empty: all but those of the system. */
  readonly namespaces: readonly string[];
  readonly enforcement: Enforcement;
  readonly pssMinor: number;
}

/** The policy of each control and its binding, in this order. */
export function policiesAsObjects({
  controls: ids,
  namespaces,
  enforcement,
  pssMinor,
}: PolicyQuestion): readonly KubernetesObject[] {
  return enforceable(pssMinor)
    .filter(({ control: { id } }) => (ids.length === 0 ? isInProfile(id, usualProfile) : ids.includes(id)))
    .flatMap(({ rule, control }) => [
      admissionPolicy(rule, control),
      policyBinding(control.id, enforcement, namespaces),
    ]);
}

function enforceable(
  pssMinor: number,
): readonly { readonly rule: AdmissionRule; readonly control: Control }[] {
  const rules = admissionRules(pssMinor);
  return controls.flatMap((control) => {
    const rule = rules.find((each) => each.control === control.id);
    return rule === undefined ? [] : [{ rule, control }];
  });
}
