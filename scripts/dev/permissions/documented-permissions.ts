import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { V1ClusterRole, V1PolicyRule } from '@kubernetes/client-node';
import { parseAllDocuments } from 'yaml';
import type { Permission } from './permission.ts';

/** As it stands in a role; the library's is a class. */
export type PolicyRule = Pick<V1PolicyRule, keyof V1PolicyRule>;

const text = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'permissions.md'), 'utf8');

/** The rules of a ClusterRole that docs/permissions.md gives. Throws where it gives none of that name. */
export function documentedRules(name: string): readonly PolicyRule[] {
  const found = clusterRoles().find(({ metadata }) => metadata?.name === name);
  if (found?.rules === undefined) throw new Error(`no ClusterRole ${name} in docs/permissions.md`);
  return found.rules;
}

/** Every right that a role of docs/permissions.md grants, with the names of the roles. */
export function documentedPermissions(): ReadonlyMap<Permission, readonly string[]> {
  const granted = new Map<Permission, readonly string[]>();
  const add = (right: Permission, role: string) => granted.set(right, [...(granted.get(right) ?? []), role]);
  for (const [, block = ''] of text.matchAll(/```json\n([\s\S]*?)```/g)) {
    const role = JSON.parse(block) as { readonly Name: string; readonly Actions: readonly string[] };
    for (const action of role.Actions) add(action, role.Name);
  }
  for (const { metadata, rules = [] } of clusterRoles())
    for (const right of rules.flatMap(rightsOf)) add(right, metadata?.name ?? '');
  return granted;
}

function rightsOf({ apiGroups = [], resources = [], nonResourceURLs = [], verbs }: PolicyRule): Permission[] {
  const things = apiGroups.flatMap((group) => resources.map((resource) => `${resource}.${group}`));
  return verbs.flatMap((verb) => [...things, ...nonResourceURLs].map((thing) => `${verb} ${thing}`));
}

function clusterRoles(): readonly V1ClusterRole[] {
  return [...text.matchAll(/```yaml\n([\s\S]*?)```/g)]
    .flatMap(([, block = '']) => [...parseAllDocuments(block)])
    .map((document) => document.toJS() as V1ClusterRole)
    .filter(({ kind }) => kind === 'ClusterRole');
}
