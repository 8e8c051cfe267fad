import type { KubernetesObject } from '../kubernetes/api-objects.ts';
import { objectReader, type UnreadableObject } from '../kubernetes/object-reader.ts';
import { textOf } from '../kubernetes/read-shape.ts';
import { aggregate } from './aggregate.ts';
import type { Binding, Metadata, RawRole, RbacView, Role } from './roles.ts';

/** Roles, aggregated ones with the rules that they gather, and bindings. One that cannot be read counts as not there. */
export function readRbac(objects: readonly KubernetesObject[]): {
  readonly rbac: RbacView;
  readonly unreadable: readonly UnreadableObject[];
} {
  const { read, unreadable } = objectReader();
  const ofRbac = objects.filter(({ apiVersion }) =>
    textOf(apiVersion).startsWith('rbac.authorization.k8s.io/'),
  );
  const of = <T>(kind: string): readonly T[] =>
    ofRbac.filter((each) => each.kind === kind).flatMap((each) => read<T>(kind, each));
  const clusterRoles = aggregate(of<RawRole>('ClusterRole'));
  const rbac: RbacView = {
    roles: [
      ...clusterRoles.map((each) => asRole('ClusterRole', each)),
      ...of<RawRole>('Role').map((each) => asRole('Role', each)),
    ],
    bindings: ['ClusterRoleBinding', 'RoleBinding'].flatMap((kind) =>
      of<Omit<Binding, 'kind'> & { metadata?: Metadata }>(kind).map(({ metadata, subjects, roleRef }) => ({
        ...named(kind, metadata),
        subjects: subjects ?? [],
        roleRef: roleRef ?? {},
      })),
    ),
  };
  return { rbac, unreadable };
}

/** The role that a binding refers to; undefined: it is not there. */
export function roleOf({ roles }: RbacView, { roleRef, namespace }: Binding): Role | undefined {
  const home = roleRef.kind === 'Role' ? namespace : null;
  return roles.find(
    ({ kind, name, namespace: own }) => kind === roleRef.kind && name === roleRef.name && own === home,
  );
}

/** "ClusterRoleBinding/admins", "Role/shop/reader" */
export function resourceOf({ kind, namespace, name }: Pick<Role, 'kind' | 'namespace' | 'name'>): string {
  return namespace === null ? `${kind}/${name}` : `${kind}/${namespace}/${name}`;
}

function asRole(kind: string, { metadata, rules = [] }: RawRole): Role {
  return { ...named(kind, metadata), rules };
}

function named(kind: string, { name = '', namespace = 'default', labels = {} }: Metadata = {}) {
  return { kind, name, namespace: kind.startsWith('Cluster') ? null : namespace, labels };
}
