import { endOfResource } from '../catalogue/named-versions.ts';
import { type Fields, listAt, textsAt } from '../features/fields.ts';
import type { ExtensionNote } from './extension-finding.ts';

/**
 * Rights to what no version has any more at the target: harmless, but anyone who was given them may ask for it. Rules of roles name no
 * versions, so that this is for information.
 */
export function judgeRole(object: Fields, minor: number): readonly ExtensionNote[] {
  const gone = listAt(object, 'rules').flatMap((rule) =>
    textsAt(rule, 'apiGroups').flatMap((group) =>
      textsAt(rule, 'resources')
        .filter((resource) => {
          const end = endOfResource(group, resource);
          return end !== null && end <= minor;
        })
        .map((resource) => `${resource}.${group}`),
    ),
  );
  if (gone.length === 0) return [];
  const named = [...new Set(gone)].join(', ');
  return [
    {
      rule: 'named-version',
      severity: 'INFO',
      evidence: `it grants access to ${named}`,
      facts: [...new Set(gone)],
      feature: {
        id: 'permissions-on-removed-resources',
        title: 'permissions on removed resources',
        instead: 'permissions on their successors',
        source: 'https://kubernetes.io/docs/reference/using-api/deprecation-guide/',
      },
    },
  ];
}
