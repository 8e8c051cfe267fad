import { fieldsOf } from '../../azure/arm-fields.ts';
import { type Control, type Finding, fail, warn } from '../../control/control.ts';
import { clusterSecurityOnAks } from '../../control/sources.ts';
import type { KubernetesObject } from '../../kubernetes/api-objects.ts';
import { textOf } from '../../kubernetes/read-shape.ts';
import { isSystemPart } from '../../rbac/default-roles.ts';
import { resourceOf } from '../../rbac/rbac-view.ts';
import type { Binding, RbacSubject } from '../../rbac/roles.ts';
import { describeSubject } from './weigh-grant.ts';

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
export const principalName = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;

export const rbacPeople: Control = {
  id: 'SB-ENT-05',
  title: 'Roles are bound to groups, not to people',
  area: 'identity',
  severity: 'medium',
  rule: 'No binding that you created names a person; an object id of unknown type or a certificate name is a warning.',
  source: clusterSecurityOnAks,
  remediation: 'Bind the role to an Entra group and add the person to it.',
  needs: ['rbac'],
  judge: ({ rbac, live }) => {
    const types = principalTypes(live?.azure?.roleAssignments ?? []);
    return rbac.bindings.flatMap((binding) =>
      binding.subjects
        .filter((subject) => !isSystemPart(binding, subject))
        .flatMap((subject) =>
          judge(binding, subject, types).map((each) => ({ ...each, subject: describeSubject(subject) })),
        ),
    );
  },
};

/** The principal types in Azure's role assignments ("User", "Group", "ServicePrincipal") by object id in lower case. */
function principalTypes(assignments: readonly KubernetesObject[]): ReadonlyMap<string, string> {
  return new Map(
    assignments
      .map(fieldsOf)
      .map((fields) => [textOf(fields('principalId')).toLowerCase(), textOf(fields('principalType'))]),
  );
}

function judge(
  binding: Binding,
  { kind, name = '' }: RbacSubject,
  types: ReadonlyMap<string, string>,
): readonly Finding[] {
  if (kind !== 'User' || name.startsWith('system:')) return [];
  const resource = resourceOf(binding);
  if (principalName.test(name)) return [fail(resource, 'it is a person')];
  if (guid.test(name)) {
    const type = types.get(name.toLowerCase());
    if (type === 'User') return [fail(resource, 'it is a person')];
    return type === 'ServicePrincipal' ? [] : [warn(resource, 'it may be a person or a program')];
  }
  return [
    warn(
      resource,
      'it is neither a user principal name nor an object id: probably the name in a client certificate',
    ),
  ];
}
