import { type Control, type Finding, fail } from '../../control/control.ts';
import { rbacGoodPractices } from '../../control/sources.ts';
import { isSystemPart } from '../../rbac/default-roles.ts';
import { type Grant, grantsOf } from '../../rbac/grants.ts';
import { allowsEverything } from '../../rbac/held-rights.ts';
import { resourceOf } from '../../rbac/rbac-view.ts';
import type { HeldRule } from '../../rbac/roles.ts';
import { describeGrant, weighGrant } from '../../rbac/weigh-grant.ts';
import { roleMissing } from './judge-rights.ts';

export const rbacClusterAdmin: Control = {
  id: 'SB-ENT-06',
  title: 'No subject is bound to cluster-admin or an equivalent role',
  area: 'identity',
  severity: 'high',
  rule: 'No binding but those of the system refers to cluster-admin or to a role that allows every verb on every resource, by a rule of its own or one that it gathers; groups of service accounts count as every pod. A role that is not in the input is UNKNOWN.',
  source: rbacGoodPractices,
  remediation: 'Bind a role with only the verbs needed; keep cluster-admin for a just-in-time (PIM) group.',
  needs: ['rbac'],
  judge: (cluster) =>
    grantsOf(cluster.rbac)
      .filter(({ binding, subject }) => !isSystemPart(binding, subject))
      .flatMap((grant) =>
        grant.role === undefined ? roleMissing(grant, cluster) : judge(grant, grant.role.rules),
      ),
};

function judge(grant: Grant, rules: readonly HeldRule[]): readonly Finding[] {
  const found = rules.find(({ rule }) => allowsEverything(rule));
  if (found === undefined) return [];
  const { binding, role } = grant;
  const by =
    role === undefined || resourceOf(found.from) === resourceOf(role) ? '' : `, by ${resourceOf(found.from)}`;
  return [
    fail(
      resourceOf(binding),
      `${describeGrant(grant)} has ${binding.roleRef.name}${by}`,
      weighGrant('high', grant),
    ),
  ];
}
