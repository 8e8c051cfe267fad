import type { ClusterOfFile } from '../campaigns/fleet-file.ts';

/** Clusters for questions that are asked side by side. */
export interface ClustersApart {
  /** For `fleetFile`. */
  readonly clusters: readonly ClusterOfFile[];
  /** One that no one had yet: its name, and a stage over it alone for `aSpec`. */
  take(): { readonly cluster: string; readonly stage: string };
}

/**
 * So many clusters alike. Each has a subscription of its own: Azure's limits are per subscription and in real time,
 * and what throttles one question must not throttle the next.
 */
export function clustersApart(count: number, alike: object = {}): ClustersApart {
  const clusters = Array.from({ length: count }, (_, index) => {
    const number = String(index + 1).padStart(2, '0');
    return { ...alike, name: `aks-${number}`, subscription: `00000000-0000-0000-0000-0000000000${number}` };
  });
  const free = [...clusters];
  return {
    clusters,
    take: () => {
      const next = free.shift();
      if (next === undefined) throw new Error(`there are ${count} clusters and all are taken`);
      return {
        cluster: next.name,
        stage: `    - { name: all, clusters: [{ subscriptions: [${next.subscription}] }] }`,
      };
    },
  };
}
