import { type Control, type Finding, fail } from '../../control/control.ts';
import { rbacGoodPractices } from '../../control/sources.ts';
import { userFacingRoles } from '../../rbac/default-roles.ts';
import { readRbac, resourceOf } from '../../rbac/rbac-view.ts';
import type { PolicyRule, RbacView, Role } from '../../rbac/roles.ts';
import { credentialRights, everything, podRights, takeoverRights } from './escalation-rights.ts';
import { openRights, rightsOfRule } from './held-rights.ts';

const rights = [everything, ...takeoverRights, ...credentialRights, ...podRights];
const defaults = readRbac([]).rbac.roles;

export const rbacAggregation: Control = {
  id: 'SB-ENT-13',
  title: 'No label adds privileged rights to view, edit or admin',
  area: 'identity',
  severity: 'high',
  rule: 'No ClusterRole labelled rbac.authorization.k8s.io/aggregate-to-view, -edit or -admin, or otherwise gathered by them, adds a right of SB-ENT-07, SB-ENT-11 or SB-ENT-12 that the role does not have by itself.',
  source: rbacGoodPractices,
  remediation: 'Remove the label from the ClusterRole, and bind the ClusterRole to those who need it.',
  needs: ['rbac'],
  judge: ({ rbac }) => {
    const bound = subjectsOf(rbac);
    const reported = new Set<PolicyRule>();
    return userFacingRoles.flatMap((each) => {
      const role = rbac.roles.get(resourceOf(each));
      return role === undefined ? [] : judge(role, bound.get(resourceOf(each)) ?? 0, reported);
    });
  },
};

/** What is added to view reaches edit and admin, too: it is reported of the weakest. */
function judge(role: Role, bound: number, reported: Set<PolicyRule>): readonly Finding[] {
  const before = new Set(openRights(rights)(defaults.get(resourceOf(role))!).map(({ right }) => right));
  const rules = role.rules.filter(({ rule }) => !reported.has(rule));
  for (const { rule } of rules) reported.add(rule);
  return rules.flatMap((held) =>
    rightsOfRule(rights)(held)
      .filter(({ right, isNamed }) => !before.has(right) && !isNamed)
      .map(({ right, facts }) => ({
        ...fail(
          resourceOf(held.from),
          `it adds ${right.what} to ${resourceOf(role)}, to which ${bound === 0 ? 'no' : bound} ${bound === 1 ? 'subject is' : 'subjects are'} bound`,
          right.severity,
        ),
        facts: facts.map((each) => `${role.name}: ${each}`),
      })),
  );
}

/** How many subjects each role is bound to, by its name. */
function subjectsOf({ bindings }: RbacView): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { roleRef, subjects } of bindings.filter(({ roleRef: { kind } }) => kind === 'ClusterRole')) {
    const key = `${roleRef.kind}/${roleRef.name}`;
    counts.set(key, (counts.get(key) ?? 0) + subjects.length);
  }
  return counts;
}
