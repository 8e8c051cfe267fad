import type { ClusterClient } from './cluster-client.ts';

/** The same client, of which lists are told page by page: each is a plain GET. */
export function countPages(client: ClusterClient, onPage: () => void): ClusterClient {
  return {
    ...client,
    get(path, accept) {
      onPage();
      return client.get(path, accept);
    },
  };
}
