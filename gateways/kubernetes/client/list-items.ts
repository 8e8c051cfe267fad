import { ApiException, type V1Node } from '@kubernetes/client-node';
import { anyKind } from '#domain/audit/kubernetes/malformations.ts';
import {
  fitsShape,
  isObject,
  readShape,
  type ShapeProblem,
  textOf,
} from '#domain/audit/kubernetes/read-shape.ts';
import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import type { UnreadableItem } from '#domain/observation.ts';
import { pageLimit } from '#domain/page-limit.ts';
import { BodyTooLarge } from './bounded-http.ts';
import type { ClusterClient } from './cluster-client.ts';
import { poolSelector } from './to-node.ts';

const expired = 410;

export interface ListOptions {
  /** Default: 500. */
  readonly pageSize?: number;
  /** The media type to ask for, such as metadata alone. Default: JSON. */
  readonly accept?: string;
  /** Called with every page that is asked for. */
  readonly onPage?: () => void;
  /** What the items are. Default: by the last word of the path. */
  readonly items?: { readonly kind: string; readonly shape: string };
  /** Called with each item that is not what the API says, which is then skipped. Absent: the list is refused. */
  readonly onUnreadable?: (item: UnreadableItem) => void;
}

interface Page {
  readonly items: readonly unknown[];
  readonly next: string;
}

/** The struct of the API by the last word of a list's path. */
const shapes: Readonly<Record<string, string>> = {
  pods: 'Pod',
  nodes: 'Node',
  events: 'Event',
  secrets: 'Secret',
  persistentvolumes: 'PersistentVolume',
  deployments: 'Deployment',
  statefulsets: 'StatefulSet',
  daemonsets: 'DaemonSet',
  jobs: 'Job',
  poddisruptionbudgets: 'PodDisruptionBudget',
  validatingwebhookconfigurations: 'ValidatingWebhookConfiguration',
  mutatingwebhookconfigurations: 'MutatingWebhookConfiguration',
  endpointslices: 'EndpointSlice',
};

/**
 * Reads a list page by page and keeps of each item only what `pick` makes of it, so that thousands of pods are never
 * held at once; a promise of `pick` is awaited before the next item. Items come as JSON: the instants of the library's
 * types are text. A list that expires on the way (410)
 * is read once more from its beginning. `path` may have a query. Null is unset, as for the API server. Throws an
 * ApiException for any status but 200, and without `onUnreadable` a FailureError that names the item which is not what
 * the API says: to decide without it would be to decide by half a cluster.
 */
export async function listItems<Item, Kept>(
  client: ClusterClient,
  path: string,
  pick: (item: Item) => Kept | Promise<Kept>,
  options: ListOptions = {},
): Promise<readonly Kept[]> {
  try {
    return await readAll(client, path, pick, options);
  } catch (error) {
    if (error instanceof ApiException && error.code === expired) return readAll(client, path, pick, options);
    throw error;
  }
}

async function readAll<Item, Kept>(
  client: ClusterClient,
  path: string,
  pick: (item: Item) => Kept | Promise<Kept>,
  options: ListOptions,
): Promise<readonly Kept[]> {
  const [own = ''] = path.split('?');
  const plural = own.slice(own.lastIndexOf('/') + 1);
  const kind = Object.hasOwn(shapes, plural) ? (shapes[plural] ?? anyKind) : anyKind;
  const { items = { kind, shape: kind } } = options;
  const kept: Kept[] = [];
  const check = pageLimit(path);
  const unreadable: UnreadableItem[] = [];
  let at = 0;
  for (let from = ''; ; ) {
    const page = await readFittingPage(client, path, from, options);
    check(page.items.length, page.next);
    for (const item of page.items) {
      at += 1;
      const read = readItem(items.shape, item, pick);
      if ('kept' in read) kept.push(read.kept instanceof Promise ? await read.kept : read.kept);
      else if (options.onUnreadable === undefined) throw malformed(plural, item, read.why);
      else
        unreadable.push({
          plural,
          resource: resourceOf(items.kind, item) ?? `${items.kind} (item ${at} of ${plural})`,
          why: read.why,
        });
    }
    from = page.next;
    if (from !== '') continue;
    for (const each of unreadable) options.onUnreadable?.(each);
    return kept;
  }
}

function readItem<Item, Kept>(
  shape: string,
  item: unknown,
  pick: (item: Item) => Kept,
): { readonly kept: Kept } | { readonly why: string } {
  const problems: ShapeProblem[] = [];
  const read = fitsShape(shape, item)
    ? item
    : readShape(shape, item, '', (problem) => problems.push(problem));
  const [problem] = problems;
  if (problem !== undefined)
    return { why: [problem.path, problem.message].filter((each) => each !== '').join(': ') };
  try {
    return { kept: pick(read as Item) };
  } catch (error) {
    if (error instanceof TypeError) return { why: error.message };
    throw error;
  }
}

/** "Pod/shop/web"; null: it has no name. */
function resourceOf(kind: string, item: unknown): string | null {
  const names = namesOf(item);
  return names.length === 0 ? null : [kind, ...names].join('/');
}

function namesOf(item: unknown): readonly string[] {
  const metadata = isObject(item) && isObject(item.metadata) ? item.metadata : {};
  return [metadata.namespace, metadata.name].map((each) => textOf(each)).filter((each) => each !== '');
}

/** "An object of pods (shop/web) is not what the API says: spec.nodeName: expected a string, got 5." */
function malformed(plural: string, item: unknown, why: string): FailureError {
  const names = namesOf(item);
  const who = names.length === 0 ? '' : ` (${names.join('/')})`;
  return new FailureError(
    failure('unclassified', `An object of ${plural}${who} is not what the API says: ${why}.`),
  );
}

/** A page of objects of 1 MB each is larger than an answer may be: it is asked for again with a tenth of the objects. */
async function readFittingPage(
  client: ClusterClient,
  path: string,
  from: string,
  options: ListOptions,
): Promise<Page> {
  for (let pageSize = options.pageSize ?? 500; ; pageSize = Math.ceil(pageSize / 10)) {
    try {
      return await readPage(client, path, from, { ...options, pageSize });
    } catch (error) {
      if (!(error instanceof BodyTooLarge) || pageSize === 1) throw error;
    }
  }
}

async function readPage(
  client: ClusterClient,
  path: string,
  from: string,
  { pageSize, accept, onPage }: ListOptions & { readonly pageSize: number },
): Promise<Page> {
  onPage?.();
  const page = `limit=${pageSize}${from === '' ? '' : `&continue=${encodeURIComponent(from)}`}`;
  const answer = await client.get(`${path}${path.includes('?') ? '&' : '?'}${page}`, accept);
  if (answer.status !== 200)
    throw new ApiException(answer.status, 'not a list', answer.text, { ...answer.headers });
  const read: unknown = JSON.parse(answer.text);
  const { items, metadata } = isObject(read) ? read : ({} as Readonly<Record<string, unknown>>);
  if (items !== undefined && items !== null && !Array.isArray(items))
    throw new FailureError(failure('unclassified', `The answer to ${path} has items that are no list.`));
  return { items: items ?? [], next: isObject(metadata) ? textOf(metadata.continue) : '' };
}

/** "?labelSelector=a%3Db"; empty without a selector. */
export function selecting(by: 'labelSelector' | 'fieldSelector', selector: string): string {
  return selector === '' ? '' : `?${by}=${encodeURIComponent(selector)}`;
}

/** All nodes, or those of one pool. */
export function listNodes<Kept>(
  client: ClusterClient,
  pool: string | null,
  pick: (node: V1Node) => Kept,
  options: ListOptions = {},
): Promise<readonly Kept[]> {
  const selected = selecting('labelSelector', pool === null ? '' : poolSelector(pool));
  return listItems(client, `/api/v1/nodes${selected}`, pick, options);
}
