import type { AuditedCluster } from '../../cluster/audited-cluster.ts';
import { type Finding, fail, info, severities, undecided } from '../../control/control.ts';
import { isDefault, isSystemPart } from '../../rbac/default-roles.ts';
import { type Grant, grantsOf } from '../../rbac/grants.ts';
import { resourceOf } from '../../rbac/rbac-view.ts';
import type { RbacView, Role } from '../../rbac/roles.ts';
import { everything } from './escalation-rights.ts';
import { describeHeld, type HeldRight, openRights, type Right } from './held-rights.ts';
import { describeScope, describeSubject, weighGrant } from './weigh-grant.ts';

/** Who but parts of the system has one of these rights, by which binding and which rule; roles that allow everything are SB-ENT-06's. */
export function judgeRights(cluster: AuditedCluster, rights: readonly Right[]): readonly Finding[] {
  const { rbac } = cluster;
  const found = openRights([everything, ...rights]);
  const held = (role: Role) => (found(role).some(({ right }) => right === everything) ? [] : found(role));
  const grants = grantsOf(rbac);
  return [
    ...grants
      .filter(({ binding, subject }) => !isSystemPart(binding, subject))
      .flatMap((grant) =>
        grant.role === undefined ? roleMissing(grant, cluster) : judge(grant, grant.role, held(grant.role)),
      ),
    ...unbound(rbac, grants).flatMap((role) =>
      held(role).map((each) =>
        info(resourceOf(role), `${describeHeld(each, role)}; no subject is bound to it`),
      ),
    ),
  ];
}

/** In files a role may be in the cluster already; in a cluster it is missing, and no subject has its rights. */
export function roleMissing({ binding }: Grant, { live, unread }: AuditedCluster): Finding {
  const { kind, name } = binding.roleRef;
  const role = kind === 'Role' ? `${kind} ${binding.namespace}/${name}` : `${kind} ${name}`;
  const isKnown = live !== null && unread.every(({ part }) => part !== 'rbac');
  return isKnown
    ? info(resourceOf(binding), `${role} does not exist: its creator decides what it allows`)
    : undecided(resourceOf(binding), `what ${role} allows is unknown: it is not in the input`);
}

function judge(grant: Grant, role: Role, found: readonly HeldRight[]): readonly Finding[] {
  const isNarrow = grant.binding.namespace !== null;
  const weighed = found
    .filter(({ right }) => !isNarrow || right.isOfCluster !== true)
    .map(
      (each) => ({ each, weight: each.isNamed ? 'info' : weighGrant(each.right.severity, grant) }) as const,
    );
  const resource = resourceOf(grant.binding);
  const describe = (of: typeof weighed) =>
    `in ${describeScope(grant)} it has ${of.map(({ each }) => describeHeld(each, role)).join(', ')}`;
  const notes = weighed.filter(({ weight }) => weight === 'info');
  const deviations = weighed.filter(({ weight }) => weight !== 'info');
  const worst = severities.find((severity) => deviations.some(({ weight }) => weight === severity));
  return [
    ...(worst === undefined
      ? []
      : [
          {
            ...fail(resource, describe(deviations), worst),
            facts: deviations.flatMap(({ each }) => each.facts),
          },
        ]),
    ...(notes.length === 0 ? [] : [info(resource, describe(notes))]),
  ].map((each) => ({ ...each, subject: describeSubject(grant.subject) }));
}

/** Roles of yours that no subject has, neither by a binding nor through a role that gathers them. */
function unbound({ roles, gathered }: RbacView, grants: readonly Grant[]): readonly Role[] {
  const bound = new Set(grants.map(({ role }) => role));
  return [...roles.values()].filter(
    (role) => !bound.has(role) && !(role.namespace === null && gathered.has(role.name)) && !isDefault(role),
  );
}
