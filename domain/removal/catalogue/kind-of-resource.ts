import { apiPlural } from './api-plural.ts';
import { catalogue } from './catalogue.ts';
import type { ApiKind } from './life-of-api.ts';

/** A resource as API servers name it: "policy/v1beta1", "poddisruptionbudgets", "eviction" or "". */
export interface NamedResource {
  readonly apiVersion: string;
  readonly resource: string;
  readonly subresource: string;
}

/** The kind of a resource that the catalogue has; null: it has it not. */
export function kindOfResource({ apiVersion, resource, subresource }: NamedResource): ApiKind | null {
  if (subresource === 'eviction') return { apiVersion, kind: 'Eviction' };
  for (const { kinds, versions } of catalogue)
    for (const entry of versions)
      if (entry.api === apiVersion) {
        const kind = (entry.kind === undefined ? kinds : [entry.kind]).find(
          (each) => apiPlural(each) === resource,
        );
        if (kind !== undefined) return { apiVersion, kind };
      }
  return null;
}
