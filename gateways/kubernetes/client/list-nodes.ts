import type { V1Node } from '@kubernetes/client-node';
import type { ClusterClient } from './cluster-client.ts';
import { readPages } from './read-pages.ts';
import { poolSelector } from './to-node.ts';

/** All nodes, or those of one pool. */
export function listNodes(client: ClusterClient, pool: string | null): Promise<readonly V1Node[]> {
  const selected = pool === null ? {} : { labelSelector: poolSelector(pool) };
  return readPages((page) => client.core.listNode({ ...page, ...selected }));
}
