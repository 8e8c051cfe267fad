import { resourceKey } from '#domain/campaign/ids.ts';
import type { ClusterClient } from './cluster-client.ts';

const longestAgeMs = 30 * 60_000;

export interface KeptClients {
  of(resourceId: string): Promise<ClusterClient>;
  drop(resourceId: string): void;
  close(): Promise<void>;
}

/** One client per cluster for half an hour, or until it is dropped: an API server may move. */
export function keepClients(open: (resourceId: string) => Promise<ClusterClient>): KeptClients {
  const kept = new Map<string, { readonly client: Promise<ClusterClient>; readonly openedAt: number }>();
  const drop = (resourceId: string) => {
    const held = kept.get(resourceKey(resourceId));
    kept.delete(resourceKey(resourceId));
    void held?.client.then((client) => client.close()).catch(() => undefined);
  };
  return {
    of(resourceId) {
      const held = kept.get(resourceKey(resourceId));
      if (held !== undefined && performance.now() - held.openedAt < longestAgeMs) return held.client;
      drop(resourceId);
      const client = open(resourceId);
      kept.set(resourceKey(resourceId), { client, openedAt: performance.now() });
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
