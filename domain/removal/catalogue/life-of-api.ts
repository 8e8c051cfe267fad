import { catalogue } from './catalogue.ts';
import type { ApiEntry, Lineage } from './lineage.ts';

/** An API version and kind, as a manifest writes them. */
export interface ApiKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** From when to when an API version of a kind is served; minors of Kubernetes 1. */
export interface LifeOfApi {
  readonly introduced: number;
  readonly deprecated: number | null;
  readonly removed: number | null;
  readonly isClusterWide: boolean;
  /** What is different in the successor; null: nothing but the apiVersion. */
  readonly changes: string | null;
  /** The newest successor that the minor serves; null: there is none. */
  readonly successorAt: (minor: number) => ApiKind | null;
  /** The successor that stays, whichever minor brings it; null: there is none. */
  readonly lastSuccessor: (ApiKind & { readonly introduced: number }) | null;
}

/**
 * null: nothing is known to end. A kind that the catalogue does not name counts by its group version where all
 * of that is to go: `Scale` of apps/v1beta1 went with the rest.
 */
export function lifeOfApi({ apiVersion, kind }: ApiKind): LifeOfApi | null {
  const known = livesByApi.get(apiVersion);
  return known === undefined ? null : (known.get(kind) ?? lifeOfGroupVersion(known, kind));
}

const livesByApi = new Map<string, Map<string, LifeOfApi>>();
for (const lineage of catalogue)
  for (const [index, entry] of lineage.versions.entries()) {
    const lives = livesByApi.get(entry.api) ?? new Map<string, LifeOfApi>();
    livesByApi.set(entry.api, lives);
    for (const kind of entry.kind === undefined ? lineage.kinds : [entry.kind])
      lives.set(kind, lifeOfEntry(entry, lineage, index + 1, kind));
  }

function lifeOfEntry(
  { introduced, deprecated, removed }: ApiEntry,
  { kinds, isClusterWide = false, changes, versions }: Lineage,
  nextIndex: number,
  kind: string,
): LifeOfApi {
  const successors = versions.slice(nextIndex);
  const laterKind = kinds.includes(kind) ? kind : kinds[0];
  const named = (entry: ApiEntry) => ({ apiVersion: entry.api, kind: entry.kind ?? laterKind ?? kind });
  const last = successors.findLast((each) => each.removed === null);
  return {
    introduced,
    deprecated,
    removed,
    isClusterWide,
    changes,
    successorAt: (minor) => {
      const served = successors.findLast((each) => isServedAt(each, minor));
      return served === undefined ? null : named(served);
    },
    lastSuccessor: last === undefined ? null : { ...named(last), introduced: last.introduced },
  };
}

function isServedAt({ introduced, removed }: ApiEntry, minor: number): boolean {
  return introduced <= minor && (removed === null || minor < removed);
}

/** null where some kind of the group version stays. */
function lifeOfGroupVersion(known: ReadonlyMap<string, LifeOfApi>, kind: string): LifeOfApi | null {
  let [deprecated, removed] = [0, 0];
  for (const each of known.values()) {
    if (each.removed === null) return null;
    removed = Math.max(removed, each.removed);
    deprecated = Math.max(deprecated, each.deprecated ?? each.removed);
  }
  const lineage = catalogue.find(({ kinds }) => kinds.includes(kind));
  return lineage === undefined
    ? {
        introduced: 0,
        deprecated,
        removed,
        isClusterWide: false,
        changes: null,
        successorAt: () => null,
        lastSuccessor: null,
      }
    : { ...lifeOfEntry({ ...lineage.versions[0]!, deprecated, removed }, lineage, 0, kind) };
}
