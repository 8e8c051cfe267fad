import { type Control, type Finding, fail } from '../../control/control.ts';
import { rbacGoodPractices } from '../../control/sources.ts';
import { isSystemPart } from '../../rbac/default-roles.ts';
import { type Grant, grantsOf } from '../../rbac/grants.ts';
import { resourceOf } from '../../rbac/rbac-view.ts';
import type { HeldRule, Role } from '../../rbac/roles.ts';
import { everything } from './escalation-rights.ts';
import { openRights } from './held-rights.ts';
import { roleMissing } from './judge-rights.ts';
import { describeScope, describeSubject, weighGrant } from './weigh-grant.ts';

export const rbacClusterAdmin: Control = {
  id: 'SB-ENT-06',
  title: 'No subject is bound to cluster-admin or an equivalent role',
  area: 'identity',
  severity: 'high',
  rule: 'No binding but those of the system refers to cluster-admin or to a role that allows every verb on every resource, by a rule of its own or one that it gathers; groups of service accounts count as every pod. A role that is not in the input is UNKNOWN.',
  source: rbacGoodPractices,
  remediation: 'Bind a role with only the verbs needed; keep cluster-admin for a just-in-time (PIM) group.',
  needs: ['rbac'],
  judge: (cluster) => {
    const found = openRights([everything]);
    return grantsOf(cluster.rbac)
      .filter(({ binding, subject }) => !isSystemPart(binding, subject))
      .flatMap((grant) => {
        if (grant.role === undefined) return roleMissing(grant, cluster);
        return found(grant.role).map(({ held }) => asFinding(grant, grant.role!, held));
      });
  },
};

function asFinding(grant: Grant, role: Role, { from }: HeldRule): Finding {
  const by = resourceOf(from) === resourceOf(role) ? '' : `, by ${resourceOf(from)}`;
  const reason = `it has ${role.name} in ${describeScope(grant)}${by}`;
  return {
    ...fail(resourceOf(grant.binding), reason, weighGrant('high', grant)),
    subject: describeSubject(grant.subject),
    facts: [resourceOf(role)],
  };
}
