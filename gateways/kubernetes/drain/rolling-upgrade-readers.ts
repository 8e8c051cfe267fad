import type { V1Node, V1PodDisruptionBudget } from '@kubernetes/client-node';
import type { PlacedPod } from '#domain/drain/placed-pod.ts';
import type { RollingBudget, RollingNode } from '#domain/rolling-upgrade/rolling-view.ts';
import type { ClusterClient, Work } from '../client/cluster-client.ts';
import { listItems, listNodes, selecting } from '../client/list-items.ts';
import { instant } from '../client/raw-object.ts';
import { toNode } from '../client/to-node.ts';
import { budgetsPath, toBudget } from './to-budget.ts';
import { podsOn } from './to-drain-pod.ts';
import { toPlacedPod } from './to-placed-pod.ts';

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
    nodes: (pool) => read((client) => listNodes(client, pool, toRollingNode)),
    podsOn: (node) => read((client) => listItems(client, podsOn(node), toPlacedPod)),
    budgets: () => read((client) => listItems(client, budgetsPath, toRollingBudget)),
    drainedAt: () => read(readDrains),
  };
}

/** Kubernetes adds it to a cordoned node, with the instant. */
const cordonTaint = 'node.kubernetes.io/unschedulable';

function toRollingNode(found: V1Node): RollingNode {
  const cordon = found.spec?.taints?.find(({ key }) => key === cordonTaint);
  const ready = found.status?.conditions?.find(({ type, status }) => type === 'Ready' && status === 'True');
  return {
    ...toNode(found),
    cordonedAt: instant(cordon?.timeAdded) || null,
    readySince: instant(ready?.lastTransitionTime) || null,
  };
}

function toRollingBudget(found: V1PodDisruptionBudget): RollingBudget {
  const refusal = found.status?.conditions?.find(
    ({ type, status }) => type === 'DisruptionAllowed' && status === 'False',
  );
  return { budget: toBudget(found), refusesSince: instant(refusal?.lastTransitionTime) || null };
}

interface RawEvent {
  readonly involvedObject?: { readonly name?: string };
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
}

/** Events about nodes lie in namespace default. */
const drains = `/api/v1/namespaces/default/events${selecting('fieldSelector', 'involvedObject.kind=Node,reason=Drain')}`;

async function readDrains(client: ClusterClient): Promise<ReadonlyMap<string, number>> {
  const last = new Map<string, number>();
  const found = await listItems(client, drains, ({ involvedObject, lastTimestamp, eventTime }: RawEvent) => ({
    node: involvedObject?.name ?? '',
    at: instant(lastTimestamp ?? eventTime),
  }));
  for (const { node, at } of found) last.set(node, Math.max(at, last.get(node) ?? 0));
  return last;
}
