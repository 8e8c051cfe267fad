import { ApiException } from '@kubernetes/client-node';
import type { ClusterClient } from './cluster-client.ts';

const pageSize = 500;
const expired = 410;

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
): Promise<readonly Kept[]> {
  try {
    return await readAll(client, path, pick);
  } catch (error) {
    if (error instanceof ApiException && error.code === expired) return readAll(client, path, pick);
    throw error;
  }
}

async function readAll<Item, Kept>(
  client: ClusterClient,
  path: string,
  pick: (item: Item) => Kept,
): Promise<readonly Kept[]> {
  const kept: Kept[] = [];
  for (let from = ''; ; ) {
    const page = await readPage(client, path, from);
    for (const item of page.items ?? []) kept.push(pick(item as Item));
    from = page.metadata?.continue ?? '';
    if (from === '') return kept;
  }
}

async function readPage(client: ClusterClient, path: string, from: string): Promise<RawList> {
  const page = `limit=${pageSize}${from === '' ? '' : `&continue=${encodeURIComponent(from)}`}`;
  const answer = await client.get(`${path}${path.includes('?') ? '&' : '?'}${page}`);
  if (answer.status !== 200)
    throw new ApiException(answer.status, 'not a list', answer.text, { ...answer.headers });
  return JSON.parse(answer.text) as RawList;
}
