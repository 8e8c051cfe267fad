import type { AgentPool } from '../../cluster/agent-pool.ts';
import { decideDrain, durations } from '../../cluster/lifecycle.ts';
import type { ManagedCluster } from '../../cluster/managed-cluster.ts';
import type { Operation } from '../../cluster/operation.ts';
import type { World } from '../../world/world.ts';

/** On whose behalf a node is drained. */
export interface DrainPlace {
  readonly cluster: ManagedCluster;
  readonly pool: AgentPool;
  readonly operation: Operation;
}

/**
 * Rounds of evictions until the node is empty (`onEnd(null)`) or the pool's drain timeout is over (`onEnd` gets what
 * stood in the way). Pods of daemon sets and mirror pods stay. A forced upgrade passes over budgets: such pods end with
 * their node.
 */
export function drainNode(
  world: World,
  place: DrainPlace,
  node: string,
  onEnd: (blocker: string | null) => void,
  startedMs: number = world.queue.now(),
): void {
  const blocker = evictAll(place.cluster, node);
  const timeoutMs = place.pool.drainTimeoutMinutes * 60_000;
  const left = podsToMove(place.cluster, node).length;
  const decision = decideDrain(left, world.queue.now() - startedMs, timeoutMs);
  const isOverridden = blocker !== null && place.operation.isForced;
  if (decision === 'drained' || isOverridden) onEnd(null);
  else if (decision === 'timed-out') onEnd(blocker ?? `${left} pods were still terminating`);
  else
    world.later(place.operation, durations.evictionRetry, () =>
      drainNode(world, place, node, onEnd, startedMs),
    );
}

/** The error text of a node that could not be drained, in the form of AKS. */
export function drainMessage(node: string, blocker: string): string {
  return (
    `Drain node ${node} failed when evicting pods with Too Many Requests error. This is often caused by a restrictive ` +
    `Pod Disruption Budget (PDB) policy. See https://aka.ms/aks/debugdrainfailures. PDB debug info: ${blocker}`
  );
}

function evictAll({ kubernetes }: ManagedCluster, node: string): string | null {
  let blocker: string | null = null;
  for (const pod of podsToMove({ kubernetes }, node)) {
    const answer = kubernetes.evict(pod.namespace, pod.name, pod.uid);
    if (answer.status !== 429) continue;
    blocker = `${pod.namespace}/${pod.name} blocked by pdb ${answer.budget?.name ?? 'unknown'}: ${answer.message}`;
  }
  return blocker;
}

function podsToMove({ kubernetes }: Pick<ManagedCluster, 'kubernetes'>, node: string) {
  return kubernetes.podsOn(node).filter(({ daemonSet, mirror }) => !daemonSet && !mirror);
}
