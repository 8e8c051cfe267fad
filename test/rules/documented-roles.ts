import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { V1ClusterRole, V1PolicyRule } from '@kubernetes/client-node';
import { parseAllDocuments } from 'yaml';

/** As it stands in a role; the library's is a class. */
export type PolicyRule = Pick<V1PolicyRule, keyof V1PolicyRule>;

/** The rules of a ClusterRole that docs/permissions.md gives. Throws where it gives none of that name. */
export function documentedRules(name: string): readonly PolicyRule[] {
  const text = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'permissions.md'), 'utf8');
  const objects = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)]
    .flatMap(([, block = '']) => [...parseAllDocuments(block)])
    .map((document) => document.toJS() as V1ClusterRole);
  const found = objects.find(({ kind, metadata }) => kind === 'ClusterRole' && metadata?.name === name);
  if (found?.rules === undefined) throw new Error(`no ClusterRole ${name} in docs/permissions.md`);
  return found.rules;
}
