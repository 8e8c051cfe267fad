import type { KubernetesObject } from '../kubernetes/api-objects.ts';
import { objectReader, type UnreadableObject } from '../kubernetes/object-reader.ts';
import { textOf } from '../kubernetes/read-shape.ts';
import { aggregate } from './aggregate.ts';
import { defaultObjects } from './default-roles.ts';
import type { Binding, Metadata, RawRole, RbacView, Role, RoleName } from './roles.ts';

/**
 * Roles, aggregated ones with the rules that they gather, and bindings. One that cannot be read counts as not there. The default
 * roles are there even where they were not read: an API server makes them, and labels add to them.
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
  const of = <T>(kind: string): readonly T[] =>
    (ofRbac.get(kind) ?? []).flatMap((each) => read<T>(kind, each));
  const raw = (kind: string): readonly RawRole[] => {
    const given = of<RawRole>(kind);
    const known = new Set(given.map(({ metadata }) => resourceOf(named(kind, metadata))));
    const defaults: readonly RawRole[] = defaultObjects.filter((each) => each.kind === kind);
    return [...given, ...defaults.filter(({ metadata }) => !known.has(resourceOf(named(kind, metadata))))];
  };
  const ofCluster = [...aggregate(raw('ClusterRole'))].map(([role, gathered]) =>
    asRole('ClusterRole', role, gathered),
  );
  const ofNamespaces = raw('Role').map((role) => asRole('Role', role, [role]));
  const bindings = ['ClusterRoleBinding', 'RoleBinding'].flatMap((kind) =>
    of<Omit<Binding, 'kind'> & { metadata?: Metadata }>(kind).map(({ metadata, subjects, roleRef }) => ({
      ...named(kind, metadata),
      labels: metadata?.labels ?? {},
      subjects: subjects ?? [],
      roleRef: roleRef ?? {},
    })),
  );
  return { rbac: { roles: oneOfEachName([...ofCluster, ...ofNamespaces]), bindings }, unreadable };
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

function asRole(kind: string, { metadata }: RawRole, gathered: readonly RawRole[]): Role {
  const rules = gathered.flatMap((each) => {
    const from = named(kind, each.metadata);
    return (each.rules ?? []).map((rule) => ({ rule, from }));
  });
  return { ...named(kind, metadata), rules };
}

function named(kind: string, { name = '', namespace = 'default' }: Metadata = {}): RoleName {
  return { kind, name, namespace: kind.startsWith('Cluster') ? null : namespace };
}
