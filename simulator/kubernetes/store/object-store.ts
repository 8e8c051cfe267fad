import type { AnyKind, Kinds, Plural } from '../objects/kinds.ts';
import { resources } from '../objects/resource-catalogue.ts';
import { isSameValue } from '../objects/same-value.ts';

interface Table<Kind> {
  readonly objects: Map<string, Kind>;
  /** All objects as a list, until one changes. */
  list: readonly Kind[] | undefined;
}

type Tables = { [P in Plural]: Table<Kinds[P]> };

/** What happened to one object: it came (no `before`), changed, or went (no `after`). */
export type Change = {
  [P in Plural]: {
    readonly plural: P;
    readonly before: Kinds[P] | undefined;
    readonly after: Kinds[P] | undefined;
    readonly revision: number;
  };
}[Plural];

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
  private readonly listeners = new Set<(change: Change) => void>();
  private currentRevision = FIRST_REVISION;

  /** Revision of the last change; it is the resourceVersion of a list. */
  get revision(): number {
    return this.currentRevision;
  }

  /** Calls `listener` after every change from now on; returns how to stop that. */
  listen(listener: (change: Change) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
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

  /** The object under a key of `keyOf`. */
  at<P extends Plural>(plural: P, key: string): Kinds[P] | undefined {
    return this.tables[plural].objects.get(key);
  }

  count(plural: Plural): number {
    return this.tables[plural].objects.size;
  }

  /** Stores an object under its name and answers it as stored; one that changes nothing keeps its revision. */
  put<P extends Plural>(plural: P, object: Kinds[P]): Kinds[P] {
    const key = keyOf(object.metadata);
    const before = this.at(plural, key);
    if (before !== undefined && sameExceptRevision(before, object)) return before;
    const stored = this.revised(object);
    this.keep(plural, key, stored, before);
    return stored;
  }

  remove(plural: Plural, metadata: { readonly namespace?: string | undefined; readonly name: string }): void {
    const table = this.tables[plural];
    const key = keyOf(metadata);
    const before = this.at(plural, key);
    if (before === undefined) return;
    table.objects.delete(key);
    table.list = undefined;
    this.currentRevision += 1;
    this.tell({ plural, before, after: undefined, revision: this.currentRevision } as Change);
  }

  private revised<Kind extends AnyKind>(object: Kind): Kind {
    this.currentRevision += 1;
    return { ...object, metadata: { ...object.metadata, resourceVersion: String(this.currentRevision) } };
  }

  private keep(plural: Plural, key: string, after: AnyKind, before?: AnyKind): void {
    const table = this.tables[plural] as Table<AnyKind>;
    table.objects.set(key, after);
    table.list = undefined;
    this.tell({ plural, before, after, revision: this.currentRevision } as Change);
  }

  private tell(change: Change): void {
    for (const listener of this.listeners) listener(change);
  }
}

function sameExceptRevision(before: AnyKind, after: AnyKind): boolean {
  const { resourceVersion } = before.metadata;
  return isSameValue(before, { ...after, metadata: { ...after.metadata, resourceVersion } });
}
