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

/** What stands where an object is due, and is none. */
interface NoObject {
  readonly path: readonly number[];
  readonly message: string;
}

/**
 * The objects of a document, items of lists one by one, in the order of the text: of lists of Kubernetes and of a bare
 * sequence in which at least one item is an object (others are patches or values). A document without apiVersion and
 * kind holds none; an item without is a problem. Throws RangeError where there are more than 250,000.
 */
export function objectsOf(document: unknown): {
  readonly objects: readonly NamedObject[];
  readonly problems: readonly NoObject[];
} {
  const objects: NamedObject[] = [];
  const problems: NoObject[] = [];
  const waiting: Waiting[] = [];
  const wait = (items: readonly unknown[], path: readonly number[], inherited: Waiting['inherited']) => {
    if (objects.length + waiting.length + items.length > mostObjects)
      throw new RangeError(`more than ${mostObjects} objects`);
    for (const [index, value] of [...items.entries()].toReversed())
      waiting.push({ value, path: [...path, index], inherited });
  };
  if (!Array.isArray(document)) waiting.push({ value: document, path: [], inherited: null });
  else if (document.some((item) => isMap(item) && hasBoth(item))) wait(document, [], null);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, path, inherited } = next;
    const apiVersion = ownText(value, 'apiVersion') ?? inherited?.apiVersion;
    const kind = ownText(value, 'kind') ?? inherited?.kind;
    if (!isMap(value) || apiVersion === undefined || kind === undefined) {
      const message = whyNoObject(value, path);
      if (message !== null) problems.push({ path, message });
      continue;
    }
    const items = itemsOf(apiVersion, kind, value.items);
    if (typeof items === 'string') problems.push({ path, message: items });
    else if (items === null) objects.push({ apiVersion, kind, ...namesOf(value.metadata), path, value });
    else {
      const itemKind = kind.slice(0, -'List'.length);
      wait(items, path, itemKind === '' ? null : { apiVersion, kind: itemKind });
    }
  }
  return { objects, problems };
}

/** null: a document that does not claim to be an object, such as values of a chart. */
function whyNoObject(value: unknown, path: readonly number[]): string | null {
  const item =
    path.length === 0 ? '' : `item ${path.map((index) => index + 1).join(', item ')} of the list: `;
  if (!isMap(value)) return item === '' ? null : `${item}not an object`;
  const missing = (['apiVersion', 'kind'] as const).filter((field) => ownText(value, field) === undefined);
  const isClaimed = hasBoth(value) && missing.length === 1;
  return item !== '' || isClaimed ? `${item}${missing.join(' and ')} must be non-empty text` : null;
}

/** null: it is no list, whatever its kind is called; a text: why its items cannot be read. */
function itemsOf(apiVersion: string, kind: string, items: unknown): readonly unknown[] | string | null {
  if (!kind.endsWith('List')) return null;
  const isOfKubernetes = kind === 'List' || /^[^./]+(?:\/|$)|^[^/]*\.k8s\.io\//.test(apiVersion);
  if (Array.isArray(items)) return isOfKubernetes || items.every(isMap) ? items : null;
  if (!isOfKubernetes) return null;
  return items === undefined || items === null ? [] : 'items must be a list';
}

function namesOf(metadata: unknown): Pick<NamedObject, 'namespace' | 'name' | 'generateName'> {
  const { namespace, name, generateName } = isMap(metadata) ? metadata : ({} as Fields);
  return {
    namespace: textOf(namespace) ?? null,
    name: textOf(name) ?? null,
    generateName: textOf(generateName) ?? null,
  };
}

function hasBoth(value: Fields): boolean {
  return Object.hasOwn(value, 'apiVersion') && Object.hasOwn(value, 'kind');
}

function isMap(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function ownText(value: unknown, field: 'apiVersion' | 'kind'): string | undefined {
  return isMap(value) && Object.hasOwn(value, field) ? textOf(value[field]) : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
