import type { PlacedVolume } from '#domain/drain/placed-volume.ts';
import type { RawMetadata } from '../client/raw-object.ts';

const hostKeys = ['kubernetes.io/hostname'];
const zoneKeys = [
  'topology.kubernetes.io/zone',
  'topology.disk.csi.azure.com/zone',
  'failure-domain.beta.kubernetes.io/zone',
];

interface RawTerm {
  readonly matchExpressions?: readonly {
    readonly key?: string;
    readonly operator?: string;
    readonly values?: readonly string[];
  }[];
}

export interface RawVolume {
  readonly metadata?: RawMetadata;
  readonly spec?: {
    readonly claimRef?: { readonly namespace?: string; readonly name?: string };
    readonly nodeAffinity?: { readonly required?: { readonly nodeSelectorTerms?: readonly RawTerm[] } };
  };
}

/** A persistent volume that a claim has and that goes by host name or zone; null: any other. */
export function toPlacedVolume({ metadata, spec }: RawVolume): PlacedVolume | null {
  const terms = spec?.nodeAffinity?.required?.nodeSelectorTerms ?? [];
  const claim = spec?.claimRef;
  if (claim === undefined || terms.length === 0) return null;
  const [hosts, zones] = [namedBy(terms, hostKeys), namedBy(terms, zoneKeys)];
  if (hosts === null && zones === null) return null;
  return {
    name: metadata?.name ?? '',
    claim: `${claim.namespace ?? ''}/${claim.name ?? ''}`,
    hosts,
    zones,
  };
}

/** Terms are alternatives: all must name some. An empty zone is that of nodes in none: they can mount it, too. */
function namedBy(terms: readonly RawTerm[], keys: readonly string[]): readonly string[] | null {
  const named = terms.map(({ matchExpressions = [] }) =>
    matchExpressions
      .filter(({ key, operator }) => operator === 'In' && keys.includes(key ?? ''))
      .flatMap(({ values = [] }) => values),
  );
  const all = [...new Set(named.flat())].toSorted();
  return named.every((each) => each.length > 0) && !all.includes('') ? all : null;
}
