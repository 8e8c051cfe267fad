import type { V1PodDisruptionBudget } from '@kubernetes/client-node';
import type { DisruptionBudget } from '#domain/drain/disruption-budget.ts';
import type { AdmissionWebhook, ClusterCertificate } from '#domain/preflight/beforehand.ts';
import type { PlacedPod } from '#domain/preflight/placed-pod.ts';
import type { ClusterClient, Work } from './cluster-client.ts';
import { listItems } from './list-items.ts';
import { readWebhooks } from './read-webhooks.ts';
import { toBudget } from './to-budget.ts';
import { toPlacedPod } from './to-placed-pod.ts';

/** What a drain would meet in a cluster, part by part: each may fail by itself. */
export interface BeforehandReaders {
  pods(): Promise<readonly PlacedPod[]>;
  budgets(): Promise<readonly DisruptionBudget[]>;
  webhooks(): Promise<readonly AdmissionWebhook[]>;
  certificates(): Promise<readonly ClusterCertificate[]>;
}

/** `ask` calls the cluster's client and turns what it throws into failures. */
export function beforehandReaders(
  ask: <T>(call: (client: ClusterClient) => Promise<T>) => Promise<T>,
  work: Work,
): BeforehandReaders {
  const read = <T>(call: (client: ClusterClient) => Promise<T>) =>
    ask((client) => call(client.forWork(work)));
  return {
    pods: () => read((client) => listItems(client, '/api/v1/pods', toPlacedPod)),
    budgets: () =>
      read((client) =>
        listItems(client, '/apis/policy/v1/poddisruptionbudgets', (found: V1PodDisruptionBudget) =>
          toBudget(found),
        ),
      ),
    webhooks: () => read(readWebhooks),
    certificates: () => read((client) => client.certificates()),
  };
}
