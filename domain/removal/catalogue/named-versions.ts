import { apiPlural } from './api-plural.ts';
import { catalogue } from './catalogue.ts';

interface NamedVersion {
  readonly version: string;
  readonly introduced: number;
  readonly removed: number | null;
}

/** By "GROUP/plural" and by "GROUP/*": every version of the catalogue. */
const known = new Map<string, NamedVersion[]>();
for (const { kinds, versions } of catalogue)
  for (const { api, kind, introduced, removed } of versions) {
    const [group = '', version] = api.includes('/') ? api.split('/') : ['', api];
    if (version === undefined) continue;
    for (const plural of new Set((kind === undefined ? kinds : [kind]).map(apiPlural)))
      known.set(`${group}/${plural}`, [
        ...(known.get(`${group}/${plural}`) ?? []),
        { version, introduced, removed },
      ]);
  }

/**
 * The minor that takes a resource's version away ("networking.k8s.io", "v1beta1", "ingresses"); null: it stays, or is not known.
 * A subresource ends with its resource.
 */
export function endOfVersion(group: string, version: string, resource: string): number | null {
  const [plural = ''] = resource.split('/');
  const found = known.get(`${group}/${plural}`)?.find((each) => each.version === version);
  return found?.removed ?? null;
}

/** The minor from which on a group has a resource in no version at all; null: it stays, or is not known. */
export function endOfResource(group: string, resource: string): number | null {
  const [plural = ''] = resource.split('/');
  const versions = known.get(`${group}/${plural}`) ?? [];
  const ends = versions.map(({ removed }) => removed).filter((each) => each !== null);
  return versions.length > 0 && ends.length === versions.length ? Math.max(...ends) : null;
}
