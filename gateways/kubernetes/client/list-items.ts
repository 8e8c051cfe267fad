import { ApiException } from '@kubernetes/client-node';
import type { ClusterClient } from './cluster-client.ts';

const expired = 410;

/** How a list is read, where it is not as usual. */
interface ListOptions {
  readonly pageSize?: number;
  /** The form to ask for: metadata alone, for one. */
  readonly accept?: string;
}

interface RawList {
  readonly metadata?: { readonly continue?: string };
  readonly items?: readonly unknown[];
}

/**
 * Reads a list page by page and keeps of each item only what `pick` makes of it: thousands of pods pass through
 * without being held. A list that expired on the way (410) is begun once more. `path` may have a query.
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
  { pageSize = 500, accept }: ListOptions,
): Promise<RawList> {
  const page = `limit=${pageSize}${from === '' ? '' : `&continue=${encodeURIComponent(from)}`}`;
  const answer = await client.get(`${path}${path.includes('?') ? '&' : '?'}${page}`, accept);
  if (answer.status !== 200)
    throw new ApiException(answer.status, 'not a list', answer.text, { ...answer.headers });
  return JSON.parse(answer.text) as RawList;
}
