import type { KubernetesObject } from '../kubernetes/api-objects.ts';
import { objectReader, type UnreadableObject } from '../kubernetes/object-reader.ts';
import { textOf } from '../kubernetes/read-shape.ts';
import { aggregate } from './aggregate.ts';
import { defaultObjects } from './default-roles.ts';
import { remembered } from './remembered.ts';
import type { Binding, HeldRule, Metadata, RawRole, RbacView, Role, RoleName } from './roles.ts';

interface Raw {
  readonly metadata?: Metadata;
}

/**
 * Roles, aggregated ones with the rules that they gather, and bindings. One that cannot be read counts as not there. What every API
 * server makes is there even where it was not read: labels add to its roles.
 */
export function readRbac(objects: readonly KubernetesObject[]): {
  readonly rbac: RbacView;
  readonly unreadable: readonly UnreadableObject[];
} {
  const { read, unreadable } = objectReader();
  const ofRbac = Map.groupBy(
    objects.filter(({ apiVersion }) => textOf(apiVersion).startsWith('rbac.authorization.k8s.io/')),
    ({ kind }) => textOf(kind),
  );
  const of = <T extends Raw>(kind: string): readonly T[] => {
    const given = (ofRbac.get(kind) ?? []).flatMap((each) => read<T>(kind, each));
    const known = new Set(given.map(({ metadata }) => resourceOf(named(kind, metadata))));
    const defaults = defaultObjects.filter((each) => each.kind === kind) as readonly object[] as readonly T[];
    return [...given, ...defaults.filter(({ metadata }) => !known.has(resourceOf(named(kind, metadata))))];
  };
  const rulesOf = remembered(rulesBy('ClusterRole'));
  const { sources, gathered } = aggregate(of<RawRole>('ClusterRole'));
  const roles = oneOfEachName([
    ...[...sources].map(([{ metadata }, parts]) => ({
      ...named('ClusterRole', metadata),
      rules: parts.flatMap(rulesOf),
    })),
    ...of<RawRole>('Role').map((role) => ({ ...named('Role', role.metadata), rules: rulesBy('Role')(role) })),
  ]);
  const bindings = ['ClusterRoleBinding', 'RoleBinding'].flatMap((kind) =>
    of<Omit<Binding, 'kind'> & Raw>(kind).map(({ metadata, subjects, roleRef }) => ({
      ...named(kind, metadata),
      labels: metadata?.labels ?? {},
      subjects: subjects ?? [],
      roleRef: roleRef ?? {},
    })),
  );
  const names = new Set([...gathered].map(({ metadata }) => metadata?.name ?? ''));
  return { rbac: { roles, bindings, gathered: names }, unreadable };
}

/** The role that a binding refers to; undefined: it is not there. */
export function roleOf({ roles }: RbacView, { roleRef, namespace }: Binding): Role | undefined {
  const { kind = '', name = '' } = roleRef;
  return roles.get(resourceOf({ kind, name, namespace: kind === 'Role' ? namespace : null }));
}

/** "ClusterRoleBinding/admins", "Role/shop/reader" */
export function resourceOf({ kind, namespace, name }: RoleName): string {
  return namespace === null ? `${kind}/${name}` : `${kind}/${namespace}/${name}`;
}

/** Of a role that several files define (overlays), any may be applied: it has the rules of all. */
function oneOfEachName(roles: readonly Role[]): ReadonlyMap<string, Role> {
  const byName = new Map<string, Role>();
  for (const role of roles) {
    const other = byName.get(resourceOf(role));
    byName.set(
      resourceOf(role),
      other === undefined ? role : { ...role, rules: [...other.rules, ...role.rules] },
    );
  }
  return byName;
}

function rulesBy(kind: string): (role: RawRole) => readonly HeldRule[] {
  return ({ metadata, rules = [] }) => rules.map((rule) => ({ rule, from: named(kind, metadata) }));
}

function named(kind: string, { name = '', namespace = 'default' }: Metadata = {}): RoleName {
  return { kind, name, namespace: kind.startsWith('Cluster') ? null : namespace };
}
