import type { V1PodDisruptionBudget } from '@kubernetes/client-node';
import type { PlacedPod } from '#domain/drain/placed-pod.ts';
import type { RollingBudget, RollingNode } from '#domain/rolling-upgrade/rolling-view.ts';
import type { ClusterClient, Work } from '../client/cluster-client.ts';
import { listItems } from '../client/list-items.ts';
import { listNodes } from '../client/list-nodes.ts';
import { instant } from '../client/raw-object.ts';
import { toBudget } from './to-budget.ts';
import { toPlacedPod } from './to-placed-pod.ts';
import { toRollingNode } from './to-rolling-node.ts';

/** What an upgrade that runs looks like from inside the cluster, part by part. Nothing is changed. */
export interface RollingReaders {
  /** All of a pool, its surge too. */
  nodes(pool: string): Promise<readonly RollingNode[]>;
  podsOn(node: string): Promise<readonly PlacedPod[]>;
  budgets(): Promise<readonly RollingBudget[]>;
  /** When AKS last said of a node that it drains it (ms), by the node's name; Kubernetes keeps events for an hour. */
  drainedAt(): Promise<ReadonlyMap<string, number>>;
}

/** `ask` calls the cluster's client and turns what it throws into failures. */
export function rollingReaders(
  ask: <T>(call: (client: ClusterClient) => Promise<T>) => Promise<T>,
  work: Work,
): RollingReaders {
  const read = <T>(call: (client: ClusterClient) => Promise<T>) =>
    ask((client) => call(client.forWork(work)));
  return {
    nodes: (pool) => read(async (client) => (await listNodes(client, pool)).map(toRollingNode)),
    podsOn: (node) => read((client) => listItems(client, `/api/v1/pods?${onNode(node)}`, toPlacedPod)),
    budgets: () =>
      read((client) => listItems(client, '/apis/policy/v1/poddisruptionbudgets', toRollingBudget)),
    drainedAt: () => read(readDrains),
  };
}

function onNode(node: string): string {
  return `fieldSelector=${encodeURIComponent(`spec.nodeName=${node}`)}`;
}

/** The one instant that is needed comes as it is on the wire. */
type RawBudget = V1PodDisruptionBudget & {
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly lastTransitionTime?: unknown }[];
  };
};

function toRollingBudget(found: RawBudget): RollingBudget {
  const refusal = found.status?.conditions?.find(
    ({ type, status }) => type === 'DisruptionAllowed' && status === 'False',
  );
  const since = refusal === undefined ? 0 : instant(String(refusal.lastTransitionTime));
  return { budget: toBudget(found), refusesSince: since > 0 ? since : null };
}

interface RawEvent {
  readonly involvedObject?: { readonly name?: string };
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
}

/** Events about nodes lie in namespace default. */
const drains = `/api/v1/namespaces/default/events?fieldSelector=${encodeURIComponent('involvedObject.kind=Node,reason=Drain')}`;

async function readDrains(client: ClusterClient): Promise<ReadonlyMap<string, number>> {
  const last = new Map<string, number>();
  const found = await listItems(client, drains, ({ involvedObject, lastTimestamp, eventTime }: RawEvent) => ({
    node: involvedObject?.name ?? '',
    at: instant(lastTimestamp ?? eventTime ?? undefined),
  }));
  for (const { node, at } of found) last.set(node, Math.max(at, last.get(node) ?? 0));
  return last;
}
