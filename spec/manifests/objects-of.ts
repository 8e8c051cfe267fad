type Fields = Readonly<Record<string, unknown>>;

/** An object of a manifest: what it says of itself. null: it does not say. */
export interface NamedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string | null;
  readonly generateName: string | null;
  /** Where it stands in lists: [2] is the third item, [] no item at all. */
  readonly path: readonly number[];
  /** All that it says. */
  readonly value: Fields;
}

/** Aliases let a few lines stand for any number of objects. */
const mostObjects = 250_000;

interface Waiting {
  readonly value: unknown;
  readonly path: readonly number[];
  /** What an item of a typed list is where it does not say so itself. */
  readonly inherited: { readonly apiVersion: string; readonly kind: string } | null;
}

/**
 * The objects of a document, items of lists one by one, in the order of the text. What has no apiVersion and kind
 * is none. Throws RangeError where there are more than 250,000.
 */
export function objectsOf(document: unknown): readonly NamedObject[] {
  const objects: NamedObject[] = [];
  const waiting: Waiting[] = [{ value: document, path: [], inherited: null }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, path, inherited } = next;
    if (!isMap(value)) continue;
    const apiVersion = textOf(value.apiVersion) ?? inherited?.apiVersion;
    const kind = textOf(value.kind) ?? inherited?.kind;
    if (apiVersion === undefined || kind === undefined) continue;
    const items = itemsOf(kind, value.items);
    if (items === null) objects.push({ apiVersion, kind, ...namesOf(value.metadata), path, value });
    if (objects.length + waiting.length + (items?.length ?? 0) > mostObjects)
      throw new RangeError(`more than ${mostObjects} objects`);
    const itemKind = kind.slice(0, -'List'.length);
    const handedOn = itemKind === '' ? null : { apiVersion, kind: itemKind };
    for (const [index, item] of [...(items ?? []).entries()].toReversed())
      waiting.push({ value: item, path: [...path, index], inherited: handedOn });
  }
  return objects;
}

/** null: it is no list, whatever its kind is called. */
function itemsOf(kind: string, items: unknown): readonly unknown[] | null {
  if (!kind.endsWith('List')) return null;
  if (kind === 'List') return Array.isArray(items) ? items : [];
  return Array.isArray(items) && items.every(isMap) ? items : null;
}

function namesOf(metadata: unknown): Pick<NamedObject, 'namespace' | 'name' | 'generateName'> {
  const { namespace, name, generateName } = isMap(metadata) ? metadata : ({} as Fields);
  return {
    namespace: textOf(namespace) ?? null,
    name: textOf(name) ?? null,
    generateName: textOf(generateName) ?? null,
  };
}

function isMap(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
