import { isDeepStrictEqual } from 'node:util';
import type { AnyKind, Kinds, Plural } from './kinds.ts';
import { resources } from './resource-catalogue.ts';

interface Table<Kind> {
  readonly objects: Map<string, Kind>;
  /** All objects as a list, until one changes. */
  list: readonly Kind[] | undefined;
}

type Tables = { [P in Plural]: Table<Kinds[P]> };

const FIRST_REVISION = 1000;

/** `namespace/name`, or `name` for what lives in no namespace. */
export function keyOf(metadata: { readonly namespace?: string | undefined; readonly name: string }): string {
  return metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`;
}

/**
 * The etcd of one cluster: objects are replaced, never changed in place, so a list taken earlier stays what
 * it was. Every real change gets the next revision as its resourceVersion.
 */
export class ObjectStore {
  private readonly tables = Object.fromEntries(
    resources.map(({ plural }) => [plural, { objects: new Map(), list: undefined }]),
  ) as unknown as Tables;
  private currentRevision = FIRST_REVISION;

  /** Revision of the last change; it is the resourceVersion of a list. */
  get revision(): number {
    return this.currentRevision;
  }

  /** All objects of a kind in the order of their creation: the same array until one of them changes. */
  all<P extends Plural>(plural: P): readonly Kinds[P][] {
    const table: Table<Kinds[P]> = this.tables[plural];
    table.list ??= [...table.objects.values()];
    return table.list;
  }

  get<P extends Plural>(plural: P, namespace: string | undefined, name: string): Kinds[P] | undefined {
    return this.tables[plural].objects.get(keyOf({ namespace, name }));
  }

  /** Stores an object under its name and answers it as stored; one that changes nothing keeps its revision. */
  put<P extends Plural>(plural: P, object: Kinds[P]): Kinds[P] {
    const key = keyOf(object.metadata);
    const table: Table<Kinds[P]> = this.tables[plural];
    const before = table.objects.get(key);
    if (before !== undefined && sameExceptRevision(before, object)) return before;
    this.currentRevision += 1;
    const stored = {
      ...object,
      metadata: { ...object.metadata, resourceVersion: String(this.currentRevision) },
    };
    table.objects.set(key, stored);
    table.list = undefined;
    return stored;
  }

  remove(plural: Plural, metadata: { readonly namespace?: string | undefined; readonly name: string }): void {
    const table = this.tables[plural];
    if (!table.objects.delete(keyOf(metadata))) return;
    table.list = undefined;
    this.currentRevision += 1;
  }
}

function sameExceptRevision(before: AnyKind, after: AnyKind): boolean {
  const { resourceVersion } = before.metadata;
  return isDeepStrictEqual(before, { ...after, metadata: { ...after.metadata, resourceVersion } });
}
