import { ApiException } from '@kubernetes/client-node';
import type { JobReading, NodeReading, PodReading, WorkloadReading } from '#domain/health/health-reading.ts';
import type { ClusterClient, Work } from '../client/cluster-client.ts';
import { type ListOptions, listItems } from '../client/list-items.ts';
import { readWarnings } from './read-warnings.ts';
import { toNodeReading } from './to-node-reading.ts';
import { toPodReading } from './to-pod-reading.ts';
import { toJobReading, toWorkloadReading } from './to-workload-reading.ts';

/** A cluster's health, part by part: each may fail alone. */
export interface HealthReaders {
  nodes(): Promise<readonly NodeReading[]>;
  /** Deployments, stateful sets and daemon sets. */
  workloads(): Promise<readonly WorkloadReading[]>;
  pods(): Promise<readonly PodReading[]>;
  jobs(): Promise<readonly JobReading[]>;
  /** Names of the API server's own checks that fail. */
  apiServer(): Promise<readonly string[]>;
  /** Warning events since an instant (ms), the most frequent first. */
  warnings(since: number): Promise<readonly { readonly reason: string; readonly count: number }[]>;
}

/** `ask` calls the cluster's client and turns what it throws into failures. */
export function healthReaders(
  ask: <T>(call: (client: ClusterClient) => Promise<T>) => Promise<T>,
  work: Work,
): HealthReaders {
  const read = <T>(call: (client: ClusterClient) => Promise<T>) =>
    ask((client) => call(client.forWork(work)));
  return {
    nodes: () => read((client) => listItems(client, '/api/v1/nodes', toNodeReading, work)),
    pods: () => read((client) => listItems(client, '/api/v1/pods', toPodReading, work)),
    jobs: () => read((client) => listItems(client, '/apis/batch/v1/jobs', toJobReading, work)),
    workloads: () => read((client) => listWorkloads(client, work)),
    apiServer: () => read(readServerChecks),
    warnings: (since) => read((client) => readWarnings(client, since)),
  };
}

async function listWorkloads(
  client: ClusterClient,
  options: ListOptions,
): Promise<readonly WorkloadReading[]> {
  const lists = await Promise.all([
    listItems(client, '/apis/apps/v1/deployments', toWorkloadReading('Deployment'), options),
    listItems(client, '/apis/apps/v1/statefulsets', toWorkloadReading('StatefulSet'), options),
    listItems(client, '/apis/apps/v1/daemonsets', toWorkloadReading('DaemonSet'), options),
  ]);
  return lists.flat();
}

const notReady = 500;

/** Names of the API server's own checks that fail; it answers 500 with a line for each of them. */
export async function readServerChecks(client: ClusterClient): Promise<readonly string[]> {
  const { status, text, headers } = await client.get('/readyz?verbose');
  if (status === 200) return [];
  const failing = [...text.matchAll(/^\[-\](\S+) failed/gm)].map(([, name = '']) => name);
  if (status === notReady && failing.length > 0) return failing;
  throw new ApiException(status, 'not a list of checks', text, { ...headers });
}
