import type { ApiKind } from '../catalogue/life-of-api.ts';
import type { FeatureNote } from '../features/feature.ts';
import { type Fields, fieldsAt, textAt } from '../features/fields.ts';
import { actorsOf } from '../findings/actor.ts';
import { neverStops } from '../findings/aks-stop.ts';
import type { RemovalFinding } from '../findings/removal-finding.ts';

/** What there is to say of an object that extends the API, or grants rights to it. */
export interface ExtensionNote extends Pick<RemovalFinding, 'rule' | 'severity' | 'evidence'> {
  readonly feature: FeatureNote;
  readonly facts?: readonly string[];
  /** "1.25": the minor that takes away what it names. */
  readonly removedIn?: string;
}

/** The finding of a note on a live object. */
export function extensionFinding(
  source: RemovalFinding['source'],
  { apiVersion, kind }: ApiKind,
  object: Fields,
  { removedIn = null, ...note }: Omit<ExtensionNote, 'removedIn'> & { readonly removedIn?: string | null },
): RemovalFinding {
  const metadata = fieldsAt(object, 'metadata');
  const [namespace, name] = [textAt(metadata, 'namespace'), textAt(metadata, 'name') ?? ''];
  return {
    ...note,
    apiVersion,
    kind,
    namespace,
    name,
    deprecatedIn: null,
    removedIn,
    replacement: null,
    changes: null,
    source,
    location: [kind, ...(namespace === null ? [] : [namespace]), name].join('/'),
    who: actorsOf(fieldsAt(metadata, 'labels'), fieldsAt(metadata, 'annotations')),
    lastSeen: null,
    aks: neverStops,
    waived: null,
  };
}
