import { ApiException, type V1Node } from '@kubernetes/client-node';
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
}

interface RawList {
  readonly metadata?: { readonly continue?: string };
  readonly items?: readonly unknown[];
}

/**
 * Reads a list page by page and keeps of each item only what `pick` makes of it, so that thousands of pods are never
 * held at once. Items come as JSON: of the library's types the instants are text. A list that expires on the way (410)
 * is read once more from its beginning. `path` may have a query. Throws an ApiException for any status but 200.
 */
export async function listItems<Item, Kept>(
  client: ClusterClient,
  path: string,
  pick: (item: Item) => Kept,
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
  pick: (item: Item) => Kept,
  options: ListOptions,
): Promise<readonly Kept[]> {
  const kept: Kept[] = [];
  for (let from = ''; ; ) {
    const page = await readPage(client, path, from, options);
    for (const item of page.items ?? []) kept.push(pick(item as Item));
    from = page.metadata?.continue ?? '';
    if (from === '') return kept;
  }
}

async function readPage(
  client: ClusterClient,
  path: string,
  from: string,
  { pageSize = 500, accept, onPage }: ListOptions,
): Promise<RawList> {
  onPage?.();
  const page = `limit=${pageSize}${from === '' ? '' : `&continue=${encodeURIComponent(from)}`}`;
  const answer = await client.get(`${path}${path.includes('?') ? '&' : '?'}${page}`, accept);
  if (answer.status !== 200)
    throw new ApiException(answer.status, 'not a list', answer.text, { ...answer.headers });
  return JSON.parse(answer.text) as RawList;
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
): Promise<readonly Kept[]> {
  const selected = selecting('labelSelector', pool === null ? '' : poolSelector(pool));
  return listItems(client, `/api/v1/nodes${selected}`, pick);
}
