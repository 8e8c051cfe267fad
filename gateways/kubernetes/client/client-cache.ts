import { resourceKey } from '#domain/fleet/ids.ts';
import type { ClusterClient } from './cluster-client.ts';

const longestAgeMs = 30 * 60_000;
/** Each holds a parsed certificate authority and a secure context, about half a megabyte. */
const mostKept = 50;

interface Kept {
  readonly client: Promise<ClusterClient>;
  readonly openedAt: number;
}

export interface KeptClients {
  of(resourceId: string): Promise<ClusterClient>;
  drop(resourceId: string): void;
  close(): Promise<void>;
}

/**
 * One client per cluster for half an hour, or until it is dropped: an API server may move. Of many clusters, those that
 * were asked last; one that is forgotten is not closed, for a drain may still use it, and its idle connections end by
 * themselves.
 */
export function keepClients(open: (resourceId: string) => Promise<ClusterClient>): KeptClients {
  /** Who was asked last comes last. */
  const kept = new Map<string, Kept>();
  const keep = (resourceId: string, client: Kept) => {
    kept.delete(resourceKey(resourceId));
    kept.set(resourceKey(resourceId), client);
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
  };
  const drop = (resourceId: string) => {
    const held = kept.get(resourceKey(resourceId));
    kept.delete(resourceKey(resourceId));
    void held?.client.then((client) => client.close()).catch(() => undefined);
  };
  return {
    of(resourceId) {
      const held = kept.get(resourceKey(resourceId));
      if (held !== undefined && performance.now() - held.openedAt < longestAgeMs) {
        keep(resourceId, held);
        return held.client;
      }
      drop(resourceId);
      const client = open(resourceId);
      keep(resourceId, { client, openedAt: performance.now() });
      return client;
    },
    drop,
    async close() {
      const clients = [...kept.values()].map((each) => each.client);
      kept.clear();
      await Promise.allSettled(clients.map(async (client) => (await client).close()));
    },
  };
}
