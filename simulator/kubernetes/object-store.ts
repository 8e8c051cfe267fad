import type { AnyKind, Kinds, Plural } from './kinds.ts';
import { resources } from './resource-catalogue.ts';
import { isSameValue } from './same-value.ts';

interface Table<Kind> {
  readonly objects: Map<string, Kind>;
  /** All objects as a list, until one changes. */
  list: readonly Kind[] | undefined;
}

type Tables = { [P in Plural]: Table<Kinds[P]> };

/** A store as plain data: every object as it stands, by kind. */
export interface StoreDump {
  readonly revision: number;
  readonly objects: { readonly [plural: string]: readonly AnyKind[] };
}

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

  /** Everything stored, as plain data for `ObjectStore.load`. */
  dump(): StoreDump {
    const objects = resources.map(({ plural }) => [plural, this.all(plural)] as const);
    return { revision: this.currentRevision, objects: Object.fromEntries(objects) };
  }

  /** Fills an empty store with what another one dumped. */
  load({ revision, objects }: StoreDump): void {
    this.currentRevision = revision;
    for (const { plural } of resources) {
      for (const object of objects[plural] ?? [])
        this.tableOf(plural).objects.set(keyOf(object.metadata), object);
    }
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

  private tableOf(plural: Plural): Table<AnyKind> {
    return this.tables[plural] as Table<AnyKind>;
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
  return isSameValue(before, { ...after, metadata: { ...after.metadata, resourceVersion } });
}
