import { AuthorizationV1Api } from '@kubernetes/client-node';
import type { DisruptionBudget } from '#domain/drain/disruption-budget.ts';
import type { DrainPod } from '#domain/drain/drain-pod.ts';
import type { EvictionReply } from '#domain/drain/eviction-answer.ts';
import type { ClusterClient } from '../client/cluster-client.ts';
import { asFailures } from '../client/kubernetes-failure.ts';
import { listItems } from '../client/list-items.ts';
import { cordonNode, type DrainNode, readNode, type Uncordoned, uncordonNode } from './cordon-node.ts';
import { type EvictionOptions, evictPod } from './evict-pod.ts';
import {
  type ControllerState,
  listDaemonSetUids,
  type NamespacedController,
  readController,
} from './read-controllers.ts';
import { budgetsPath, toBudget } from './to-budget.ts';
import { podsOn, toDrainPod } from './to-drain-pod.ts';

export type { DrainNode, Uncordoned } from './cordon-node.ts';

/** What a drain asks of one cluster. Whatever fails leaves as a FailureError, evictions aside: their answers are read. */
export interface DrainClient {
  node(name: string): Promise<DrainNode | null>;
  missingRights(): Promise<readonly string[]>;
  pods(node: string): Promise<readonly DrainPod[]>;
  budgets(): Promise<readonly DisruptionBudget[]>;
  daemonSetUids(): Promise<ReadonlySet<string> | null>;
  controller(
    ref: NamespacedController,
    options: { readonly withScale: boolean },
  ): Promise<ControllerState | null>;
  cordon(node: string, by: string, isDryRun?: boolean, seen?: DrainNode): Promise<boolean>;
  uncordon(node: string, options: { readonly isForced: boolean }): Promise<Uncordoned>;
  evict(pod: DrainPod, options: EvictionOptions): Promise<EvictionReply>;
  /** Requests so far. */
  requests(): number;
}

/** Everything asked through it ends with the signal. */
export function openDrainClient(client: ClusterClient, signal: AbortSignal): DrainClient {
  let requests = 0;
  const own = client.forWork({
    signal,
    onRequest: () => {
      requests += 1;
    },
  });
  const ask = <T>(call: () => Promise<T>): Promise<T> => asFailures(call, signal);
  return {
    node: (name) => ask(() => readNode(own, name)),
    missingRights: () => ask(() => missingDrainRights(own)),
    pods: (node) => ask(() => listItems(own, podsOn(node), toDrainPod)),
    budgets: () => ask(() => listItems(own, budgetsPath, toBudget)),
    daemonSetUids: () => ask(() => listDaemonSetUids(own)),
    controller: (ref, options) => ask(() => readController(own, ref, options)),
    cordon: (node, by, isDryRun, seen) => ask(() => cordonNode(own, node, by, isDryRun, seen)),
    uncordon: (node, options) => ask(() => uncordonNode(own, node, options)),
    evict: (pod, options) => ask(() => evictPod(own, pod, options)),
    requests: () => requests,
  };
}

/** Without these a drain would stop half-way; what it only reads shows when it reads it. */
const needed = [
  { verb: 'create', resource: 'pods', subresource: 'eviction' },
  { verb: 'patch', resource: 'nodes' },
] as const;

/** What this identity may not do and a drain has to: "create pods/eviction". */
async function missingDrainRights(client: ClusterClient): Promise<readonly string[]> {
  const reviews = client.api(AuthorizationV1Api);
  const answers = await Promise.all(
    needed.map((resourceAttributes) =>
      reviews.createSelfSubjectAccessReview({ body: { spec: { resourceAttributes } } }),
    ),
  );
  return needed.flatMap(({ verb, resource, ...more }, index) => {
    const what = 'subresource' in more ? `${resource}/${more.subresource}` : resource;
    return answers[index]?.status?.allowed ? [] : [`${verb} ${what}`];
  });
}
