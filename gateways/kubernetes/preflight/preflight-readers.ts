import type { DisruptionBudget } from '#domain/drain/disruption-budget.ts';
import { readEvictionAnswer } from '#domain/drain/eviction-answer.ts';
import type { PlacedPod } from '#domain/drain/placed-pod.ts';
import type { PlacedVolume } from '#domain/drain/placed-volume.ts';
import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import type { KubernetesNode } from '#domain/fleet/kubernetes-node.ts';
import type { EvictionTrial } from '#domain/preflight/findings/eviction-trial.ts';
import type { AdmissionWebhook, ClusterCertificate } from '#domain/preflight/findings/preflight-readings.ts';
import type { ClusterClient, Work } from '../client/cluster-client.ts';
import { listItems, listNodes } from '../client/list-items.ts';
import { toNode } from '../client/to-node.ts';
import { evictPod } from '../drain/evict-pod.ts';
import { budgetsPath, toBudget } from '../drain/to-budget.ts';
import { toPlacedPod } from '../drain/to-placed-pod.ts';
import { readWebhooks } from './read-webhooks.ts';
import { toPlacedVolume } from './to-placed-volume.ts';

/** What a drain would meet in a cluster, part by part: each may fail alone. */
export interface PreflightReaders {
  nodes(): Promise<readonly KubernetesNode[]>;
  pods(): Promise<readonly PlacedPod[]>;
  budgets(): Promise<readonly DisruptionBudget[]>;
  /** Persistent volumes that not every node can mount. */
  volumes(): Promise<readonly PlacedVolume[]>;
  webhooks(): Promise<readonly AdmissionWebhook[]>;
  certificates(): Promise<readonly ClusterCertificate[]>;
  /** Tries the eviction of each, one after the other; none is evicted. */
  tryEvictions(pods: readonly PlacedPod[]): Promise<readonly EvictionTrial[]>;
}

/** `ask` calls the cluster's client and turns what it throws into failures. */
export function preflightReaders(
  ask: <T>(call: (client: ClusterClient) => Promise<T>) => Promise<T>,
  work: Work,
): PreflightReaders {
  const read = <T>(call: (client: ClusterClient) => Promise<T>) =>
    ask((client) => call(client.forWork(work)));
  return {
    nodes: () => read((client) => listNodes(client, null, toNode, work)),
    pods: () => read((client) => listItems(client, '/api/v1/pods', toPlacedPod, work)),
    budgets: () => read((client) => listItems(client, budgetsPath, toBudget, work)),
    volumes: () =>
      read(async (client) => {
        const found = await listItems(client, '/api/v1/persistentvolumes', toPlacedVolume, work);
        return found.filter((each) => each !== null);
      }),
    webhooks: () => read((client) => readWebhooks(client, work)),
    certificates: () => read((client) => client.certificates()),
    tryEvictions: (pods) => read((client) => tryEvictions(client, pods)),
  };
}

async function tryEvictions(
  client: ClusterClient,
  pods: readonly PlacedPod[],
): Promise<readonly EvictionTrial[]> {
  const trials: EvictionTrial[] = [];
  for (const { pod, owner } of pods) {
    const reply = await evictPod(client, pod, { graceSeconds: null, isDryRun: true });
    const answer = readEvictionAnswer(reply, pod.namespace);
    // A missing right to evict shows in the first answer, and in every other.
    if (answer.kind === 'not-allowed') throw new FailureError(failure('kubernetes-refused', answer.message));
    trials.push({ pod: `${pod.namespace}/${pod.name}`, owner, answer });
  }
  return trials;
}
