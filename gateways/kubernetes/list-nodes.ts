import { ApiException, type V1Node } from '@kubernetes/client-node';
import type { ClusterClient } from './cluster-client.ts';
import { poolSelector } from './to-node.ts';

const pageSize = 250;

/** All nodes, or those of one pool, page by page; a list that expired on the way (410) is begun once more. */
export async function listNodes(client: ClusterClient, pool: string | null): Promise<readonly V1Node[]> {
  try {
    return await readPages(client, pool);
  } catch (error) {
    if (error instanceof ApiException && error.code === 410) return readPages(client, pool);
    throw error;
  }
}

async function readPages(client: ClusterClient, pool: string | null): Promise<readonly V1Node[]> {
  const found: V1Node[] = [];
  const selected = pool === null ? {} : { labelSelector: poolSelector(pool) };
  for (let _continue: string | undefined; ; ) {
    const page = await client.core.listNode({
      limit: pageSize,
      ...selected,
      ...(_continue && { _continue }),
    });
    found.push(...page.items);
    _continue = page.metadata?._continue;
    if (!_continue) return found;
  }
}
