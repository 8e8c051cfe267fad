import { lifeOfApi } from '#domain/removal/catalogue/life-of-api.ts';
import type { ApiEntry, Lineage } from '#domain/removal/catalogue/lineage.ts';
import type { GoApiType } from './go-api-types.ts';

/** Registered as types, never objects that anybody writes or reads. */
const neverWritten = [
  'v1 PodStatusResult',
  'v1 EphemeralContainers',
  'extensions/v1beta1 ReplicationControllerDummy',
];

/** What the modules say of one API version of a kind; minors of Kubernetes 1. */
interface Observed {
  readonly apiVersion: string;
  readonly kind: string;
  /** null: it was there before the first module that was read, and no marker says since when. */
  readonly introduced: number | null;
  readonly deprecated: number | null;
  readonly removed: number | null;
  /** Whether the first module without it comes before what its marker said. */
  readonly isTypeGone: boolean;
}

/**
 * One line for each thing that the catalogue and the modules of Kubernetes' APIs (by minor) do not agree on.
 * An entry whose source is an address may differ; it is named as soon as it does not any more.
 */
export function catalogueDifferences(
  lineages: readonly Lineage[],
  apis: ReadonlyMap<number, readonly GoApiType[]>,
): readonly string[] {
  const observed = observe(apis);
  const entries = lineages.flatMap(({ kinds, versions }) =>
    versions.flatMap((entry) =>
      (entry.kind === undefined ? kinds : [entry.kind]).map((kind) => ({ ...entry, kind })),
    ),
  );
  const known = new Set(entries.map(({ api, kind }) => `${api} ${kind}`));
  const missing = [...observed.values()].filter(
    (each) =>
      !(known.has(keyOf(each)) || neverWritten.includes(keyOf(each))) &&
      each.removed !== (lifeOfApi(each)?.removed ?? null),
  );
  return [
    ...missing.map((each) => `${keyOf(each)}: is missing; ${inWords(each)}`),
    ...entries.flatMap((entry) => differenceOf(entry, observed.get(`${entry.api} ${entry.kind}`))),
  ];
}

function differenceOf(
  entry: ApiEntry & { readonly kind: string },
  observed: Observed | undefined,
): readonly string[] {
  const hasOwnSource = entry.source.startsWith('https:');
  const name = `${entry.api} ${entry.kind}`;
  if (observed === undefined) return hasOwnSource ? [] : [`${name}: no module has it`];
  const isSame =
    entry.deprecated === observed.deprecated &&
    entry.removed === observed.removed &&
    (observed.introduced === null || entry.introduced === observed.introduced);
  if (hasOwnSource) return isSame ? [`${name}: the modules say the same as ${entry.source}`] : [];
  if (!isSame) return [`${name}: ${inWords(entry)}; the modules say ${inWords(observed)}`];
  const source = observed.isTypeGone ? 'type-gone' : 'marker';
  return source === entry.source ? [] : [`${name}: its source is ${source}`];
}

function observe(apis: ReadonlyMap<number, readonly GoApiType[]>): ReadonlyMap<string, Observed> {
  const minors = [...apis.keys()].toSorted((a, b) => a - b);
  const seen = new Map<string, { readonly first: number; readonly last: number; readonly type: GoApiType }>();
  for (const minor of minors)
    for (const type of apis.get(minor) ?? []) {
      const key = keyOf({ apiVersion: apiVersionOf(type), kind: type.kind });
      seen.set(key, { first: seen.get(key)?.first ?? minor, last: minor, type });
    }
  const [oldest = 0, newest = 0] = [minors[0], minors.at(-1)];
  return new Map(
    [...seen].map(([key, { first, last, type }]) => {
      const gone = last < newest ? last + 1 : null;
      const isTypeGone = gone !== null && (type.removed === null || gone < type.removed);
      const removed = isTypeGone ? gone : type.removed;
      const isAnnounced = type.deprecated !== null && (removed === null || type.deprecated < removed);
      const introduced = first > oldest ? Math.max(first, type.introduced ?? first) : type.introduced;
      const deprecated = isAnnounced ? type.deprecated : null;
      return [
        key,
        { apiVersion: apiVersionOf(type), kind: type.kind, introduced, deprecated, removed, isTypeGone },
      ];
    }),
  );
}

function apiVersionOf({ group, version }: GoApiType): string {
  return group === '' ? version : `${group}/${version}`;
}

function keyOf({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): string {
  return `${apiVersion} ${kind}`;
}

function inWords({
  introduced,
  deprecated,
  removed,
}: Pick<Observed, 'introduced' | 'deprecated' | 'removed'>) {
  return `introduced ${introduced ?? '?'}, deprecated ${deprecated ?? '-'}, removed ${removed ?? '-'}`;
}
