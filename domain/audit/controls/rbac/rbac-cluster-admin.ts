import { type Control, type Finding, fail, info, type Severity } from '../../control/control.ts';
import { rbacGoodPractices } from '../../control/sources.ts';
import { isDefault } from '../../rbac/default-names.ts';
import { resourceOf, roleOf } from '../../rbac/rbac-view.ts';
import type { Binding, PolicyRule, RbacSubject, RbacView } from '../../rbac/roles.ts';

/** The group of all service accounts, or of those of one namespace. */
const serviceAccounts = /^system:serviceaccounts(?=$|:):?(.*)$/;

export const rbacClusterAdmin: Control = {
  id: 'SB-ENT-06',
  title: 'No subject is bound to cluster-admin or an equivalent role',
  area: 'identity',
  severity: 'high',
  rule: 'No binding that you created refers to cluster-admin or to a role that allows every verb on every resource; groups of service accounts count as every pod.',
  source: rbacGoodPractices,
  remediation: 'Bind a role with only the verbs needed; keep cluster-admin for a just-in-time (PIM) group.',
  needs: ['rbac'],
  judge: ({ rbac }) =>
    rbac.bindings.filter((each) => !isDefault(each)).flatMap((binding) => judge(binding, rbac)),
};

function judge(binding: Binding, rbac: RbacView): readonly Finding[] {
  const { roleRef } = binding;
  const role = roleOf(rbac, binding);
  const isClusterAdmin = roleRef.kind === 'ClusterRole' && roleRef.name === 'cluster-admin';
  if (!isClusterAdmin && role === undefined) {
    const isKnown =
      ['admin', 'edit', 'view'].includes(roleRef.name ?? '') || roleRef.name?.startsWith('system:');
    return isKnown === true
      ? []
      : [
          info(
            resourceOf(binding),
            `${roleRef.kind} ${roleRef.name} does not exist: its creator decides what it allows`,
          ),
        ];
  }
  if (!isClusterAdmin && !(role?.rules ?? []).some(allowsEverything)) return [];
  const isWide = binding.namespace === null || binding.namespace === 'kube-system';
  return binding.subjects.flatMap((subject) => {
    const severity = severityOf(subject, isWide);
    return severity === null
      ? []
      : [fail(resourceOf(binding), `${describeSubject(subject)} has ${roleRef.name}`, severity)];
  });
}

function allowsEverything({
  verbs = [],
  apiGroups = [],
  resources = [],
  resourceNames = [],
}: PolicyRule): boolean {
  return [verbs, apiGroups, resources].every((each) => each.includes('*')) && resourceNames.length === 0;
}

/** "Group system:serviceaccounts:shop (every pod of shop)" */
function describeSubject({ kind, name = '' }: RbacSubject): string {
  const namespace = kind === 'Group' ? serviceAccounts.exec(name)?.[1] : undefined;
  if (namespace === undefined) return `${kind} ${name}`;
  return `${kind} ${name} (every pod${namespace === '' ? '' : ` of ${namespace}`})`;
}

/**
 * In one namespace only, it weighs one step less. Groups of the system's weigh what their members do: pods and nodes. Members of
 * system:masters have every right without any binding.
 */
function severityOf({ kind, name = '' }: RbacSubject, isWide: boolean): Severity | null {
  if (kind !== 'Group' || name.startsWith('system:'))
    return kind === 'Group' && name === 'system:masters' ? null : isWide ? 'high' : 'medium';
  return isWide ? 'medium' : 'low';
}
