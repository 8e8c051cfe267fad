import type { AgentPool } from '../../cluster/agent-pool.ts';
import { durations, surgeNodes } from '../../cluster/lifecycle.ts';
import type { ManagedCluster } from '../../cluster/managed-cluster.ts';
import { addNode, imageLabel } from '../../cluster/node-registration.ts';
import type { OperationError } from '../../cluster/operation.ts';
import { type JsonObject, numberAt, objectAt, textAt } from '../../values/json-value.ts';
import type { World } from '../../world/world.ts';
import {
  advance,
  type RollingEffect,
  type RollingEvent,
  type RollingState,
  startOfRolling,
} from './advance-rolling.ts';
import { type DrainPlace, drainMessage, drainNode } from './drain-node.ts';
import { nodeGroupLock } from './node-group-lock.ts';

export interface NodeGoal {
  readonly version: string;
  readonly image: string;
}

type Done = (error: OperationError | null) => void;

const quarantine = { 'kubernetes.azure.com/upgrade-status': 'Quarantined' };

/** Carries out what `advance` decides, in simulated time and on the nodes of the pool. */
export class RollingUpgrade {
  readonly #world: World;
  readonly #place: DrainPlace;
  readonly #goal: NodeGoal;
  readonly #onDone: Done;
  #state: RollingState;

  constructor(world: World, place: DrainPlace, goal: NodeGoal, onDone: Done) {
    this.#world = world;
    this.#place = place;
    this.#goal = goal;
    this.#onDone = onDone;
    const { cluster, pool, operation } = place;
    const todo = nodesToReplace(cluster, pool, goal);
    const terms = {
      width: nodesAtATime(pool, todo.length),
      surgeNodes: surgeOf(pool.properties, todo.length),
      quarantines: pool.upgradeSettings.undrainableNodeBehavior === 'Cordon',
      skipsLastNode: world.faultOf(operation, 'false-success') !== undefined,
      failure: world.failureOf(operation) ?? null,
    };
    this.#state = startOfRolling(terms, todo, [...pool.surge]);
  }

  start(): void {
    this.#on({ kind: 'started' });
  }

  #on(event: RollingEvent): void {
    const { state, effects } = advance(this.#state, event);
    this.#state = state;
    for (const effect of effects) this.#carryOut(effect);
  }

  #carryOut(effect: RollingEffect): void {
    const { cluster, pool, operation } = this.#place;
    switch (effect.kind) {
      case 'status':
        operation.status = effect.text;
        return;
      case 'idle':
        this.#world.later(operation, [5, 15], () => this.#on({ kind: 'nothing-to-do' }));
        return;
      case 'await-surge':
        this.#world.later(operation, effect.count > 0 ? durations.surgeNode[pool.osType] : [1, 1], () =>
          this.#on({ kind: 'surge-available' }),
        );
        return;
      case 'create-surge':
        this.#createSurge(effect.count);
        return;
      case 'drain':
        this.#drain(effect.node);
        return;
      case 'quarantine':
        cluster.kubernetes.labelNode(effect.node, quarantine);
        return;
      case 'uncordon':
        cluster.kubernetes.uncordon(effect.node);
        return;
      case 'reimage':
        this.#reimage(effect.node, effect.isFirst);
        return;
      case 'soak':
        this.#soak();
        return;
      case 'drop-surge':
        this.#dropSurge(effect.node);
        return;
      case 'remove-surge':
        this.#removeSurge(effect.node);
        return;
      case 'end':
        this.#onDone(effect.error);
    }
  }

  #createSurge(count: number): void {
    if (this.#isLocked('write')) return;
    const { cluster, pool } = this.#place;
    const nodes = Array.from({ length: count }, () => {
      const name = pool.newNodeName();
      pool.surge.add(name);
      addNode(cluster, pool, { name, ...this.#goal });
      this.#event(name, 'Surge', `Created a surge node ${name} for agentpool ${pool.name}`);
      return name;
    });
    this.#on({ kind: 'surge-created', nodes });
  }

  #drain(node: string): void {
    this.#place.cluster.kubernetes.cordon(node);
    this.#event(node, 'Drain', `Draining node: ${node}`);
    drainNode(this.#world, this.#place, node, (blocker) => {
      if (blocker === null) {
        this.#on({ kind: 'drained', node });
        return;
      }
      const message = drainMessage(node, blocker);
      this.#event(node, 'Drain', message, 'Warning');
      this.#on({ kind: 'undrained', node, message });
    });
  }

  /** Once begun it comes to its end, even if the operation is canceled meanwhile. */
  #reimage(node: string, isFirst: boolean): void {
    const { cluster, pool, operation } = this.#place;
    const sick = isFirst ? this.#world.faultOf(operation, 'node-stays-not-ready') : undefined;
    cluster.kubernetes.setNodeReady(node, false);
    this.#world.after(operation, durations.reimage[pool.osType], () => {
      addNode(cluster, pool, { name: node, ...this.#goal, isReady: sick === undefined });
      if (sick !== undefined && sick.minutes !== null) this.#recover(node, sick.minutes);
      this.#event(node, 'Upgrade', `Successfully upgraded node: ${node}`);
      if (operation.result === null) this.#on({ kind: 'reimaged', node });
    });
  }

  #recover(node: string, minutes: number): void {
    const { cluster, operation } = this.#place;
    this.#world.after(operation, [minutes * 60, minutes * 60], () =>
      cluster.kubernetes.setNodeReady(node, true),
    );
  }

  #soak(): void {
    const { pool, operation } = this.#place;
    const seconds = numberAt(pool.upgradeSettings, 'nodeSoakDurationInMinutes', 0) * 60 + 1;
    this.#world.later(operation, [seconds, seconds], () => this.#on({ kind: 'soaked' }));
  }

  #removeSurge(node: string): void {
    if (this.#isLocked('delete')) return;
    this.#place.cluster.kubernetes.cordon(node);
    drainNode(this.#world, this.#place, node, (blocker) => {
      if (blocker !== null) {
        this.#on({ kind: 'refused', error: { code: 'UpgradeFailed', message: drainMessage(node, blocker) } });
        return;
      }
      this.#world.later(this.#place.operation, durations.surgeRemoval, () => {
        this.#dropSurge(node);
        this.#event(node, 'RemovingNode', `Removed surge node: ${node}`);
        this.#on({ kind: 'surge-removed', node });
      });
    });
  }

  #dropSurge(node: string): void {
    this.#place.pool.surge.delete(node);
    this.#place.cluster.kubernetes.removeNode(node);
  }

  /** Whether a lock on the node resource group ends the upgrade here. */
  #isLocked(operation: 'write' | 'delete'): boolean {
    const error = nodeGroupLock(this.#world, this.#place.cluster, operation);
    if (error !== null) this.#on({ kind: 'refused', error });
    return error !== null;
  }

  #event(node: string, reason: string, message: string, type: 'Normal' | 'Warning' = 'Normal'): void {
    this.#place.cluster.kubernetes.recordEvent({ node, reason, message, type });
  }
}

/** How many nodes a pool of these properties gets besides its own for the upgrade of so many nodes. */
export function surgeOf(properties: JsonObject, nodes: number): number {
  if (properties.upgradeStrategy === 'BlueGreen') return nodes;
  if (properties.scaleSetPriority === 'Spot') return 0;
  const maxSurge = textAt(objectAt(properties, 'upgradeSettings'), 'maxSurge') ?? '10%';
  return Math.min(surgeNodes(maxSurge, numberAt(properties, 'count', nodes)), nodes);
}

function nodesAtATime({ properties, upgradeSettings }: AgentPool, nodes: number): number {
  const maxUnavailable = textAt(upgradeSettings, 'maxUnavailable') ?? '0';
  const unavailable = surgeNodes(maxUnavailable, numberAt(properties, 'count', nodes));
  return Math.max(1, surgeOf(properties, nodes), unavailable);
}

/** Nodes that are not what the goal says, and those not ready or cordoned; surge nodes are not counted. */
export function nodesToReplace(cluster: ManagedCluster, pool: AgentPool, goal: NodeGoal): string[] {
  return cluster.kubernetes
    .nodes(pool.name)
    .filter(({ name }) => !pool.surge.has(name))
    .filter(
      (node) =>
        node.kubeletVersion !== `v${goal.version}` ||
        node.labels[imageLabel] !== goal.image ||
        node.unschedulable,
    )
    .map(({ name }) => name);
}
