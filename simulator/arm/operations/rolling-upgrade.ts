import { lockedMessage, lockOver, type ResourceLock } from '../../fleet/resource-locks.ts';
import { type JsonObject, numberAt, objectAt, textAt } from '../../values/json-value.ts';
import type { World } from '../../world/world.ts';
import type { AgentPool } from '../cluster/agent-pool.ts';
import { durations, nextStage, type RollingStage, statusText, surgeNodes } from '../cluster/lifecycle.ts';
import type { ManagedCluster } from '../cluster/managed-cluster.ts';
import { addNode, imageLabel } from '../cluster/node-registration.ts';
import type { Operation, OperationError } from '../cluster/operation.ts';
import { type DrainPlace, drainMessage, drainNode } from './drain-node.ts';

interface Goal {
  readonly version: string;
  readonly image: string;
}

const quarantine = { 'kubernetes.azure.com/upgrade-status': 'Quarantined' };

/**
 * Carries one pool to a version and image: surge, then cordon, drain, reimage and soak of as many nodes at a time as
 * there are surge nodes (or, without surge, as may be unavailable); then the surge goes away.
 */
export class RollingUpgrade {
  readonly #world: World;
  readonly #place: DrainPlace;
  readonly #cluster: ManagedCluster;
  readonly #pool: AgentPool;
  readonly #operation: Operation;
  readonly #goal: Goal;
  readonly #onDone: (error: OperationError | null) => void;
  readonly #todo: string[];
  readonly #total: number;
  readonly #width: number;
  readonly #draining = new Set<string>();
  #begun = 0;
  #active = 0;
  #done = 0;
  #quarantined = 0;
  #error: OperationError | null = null;
  #isOver = false;

  constructor(world: World, place: DrainPlace, goal: Goal, onDone: (error: OperationError | null) => void) {
    this.#world = world;
    this.#place = place;
    this.#cluster = place.cluster;
    this.#pool = place.pool;
    this.#operation = place.operation;
    this.#goal = goal;
    this.#onDone = onDone;
    this.#todo = nodesToReplace(place.cluster, place.pool, goal);
    this.#total = this.#todo.length;
    this.#width = nodesAtATime(place.pool, this.#total);
  }

  start(): void {
    if (this.#total === 0 && this.#pool.surge.size === 0)
      this.#world.later(this.#operation, [5, 15], () => this.#end());
    else this.#enter('creating-surge-nodes');
  }

  #enter(stage: RollingStage): void {
    this.#say(stage);
    if (stage === 'creating-surge-nodes') this.#createSurge();
    else if (stage === 'draining') this.#fill();
    else if (stage === 'removing-surge-nodes') this.#removeSurge();
    else this.#end();
  }

  #say(stage: RollingStage): void {
    this.#operation.status = statusText(stage, this.#done, this.#total, this.#quarantined);
  }

  #createSurge(): void {
    const wanted = surgeOf(this.#pool.properties, this.#total) - this.#pool.surge.size;
    const seconds = durations.surgeNode[this.#pool.osType];
    const failure = this.#world.failureOf(this.#operation);
    this.#world.later(this.#operation, wanted > 0 ? seconds : [1, 1], () => {
      if (failure?.isBeforeSurge === true) {
        this.#fail(failure.code, failure.message);
        return;
      }
      if (wanted > 0 && this.#isLocked(['ReadOnly'], 'write')) return;
      for (let count = 0; count < wanted; count += 1) this.#addSurgeNode();
      this.#enter(nextStage('creating-surge-nodes', this.#todo.length));
    });
  }

  #addSurgeNode(): void {
    const name = this.#pool.newNodeName();
    this.#pool.surge.add(name);
    addNode(this.#cluster, this.#pool, { name, ...this.#goal });
    this.#event(name, 'Surge', `Created a surge node ${name} for agentpool ${this.#pool.name}`);
  }

  /** Begins nodes until as many are under way as may be, and goes on once the last one is done. */
  #fill(): void {
    const failure = this.#world.failureOf(this.#operation);
    const isHeld = () => failure !== undefined && this.#begun >= failure.afterNodes;
    while (this.#active < this.#width && this.#todo.length > 0 && !isHeld()) this.#begin();
    if (this.#active > 0 || this.#isOver) return;
    if (failure !== undefined && isHeld()) this.#fail(failure.code, failure.message);
    else this.#enter(nextStage('soaking', this.#todo.length));
  }

  #begin(): void {
    const name = this.#todo.shift()!;
    this.#begun += 1;
    this.#active += 1;
    const isSpared =
      this.#todo.length === 0 && this.#world.faultOf(this.#operation, 'lying-success') !== undefined;
    if (isSpared) this.#finishNode();
    else this.#replace(name, this.#begun === 1);
  }

  #replace(name: string, isFirst: boolean): void {
    this.#draining.add(name);
    this.#cluster.kubernetes.cordon(name);
    this.#event(name, 'Drain', `Draining node: ${name}`);
    drainNode(this.#world, this.#place, name, (blocker) => {
      this.#draining.delete(name);
      if (blocker === null) this.#reimage(name, isFirst);
      else this.#leaveUndrained(name, blocker);
    });
  }

  /** Azure's undrainableNodeBehavior: Cordon quarantines the node and goes on, anything else ends the upgrade. */
  #leaveUndrained(name: string, blocker: string): void {
    const message = drainMessage(name, blocker);
    this.#event(name, 'Drain', message, 'Warning');
    if (this.#pool.upgradeSettings.undrainableNodeBehavior === 'Cordon') {
      this.#cluster.kubernetes.labelNode(name, quarantine);
      this.#quarantined += 1;
      this.#error = { code: 'UpgradeFailed', message };
      this.#active -= 1;
      this.#say('draining');
      this.#fill();
    } else {
      for (const node of [name, ...this.#draining]) this.#cluster.kubernetes.uncordon(node);
      for (const surge of this.#pool.surge) this.#dropSurge(surge);
      this.#fail('UpgradeFailed', message);
    }
  }

  /** Once begun it comes to its end, even if the operation is canceled meanwhile. */
  #reimage(name: string, isFirst: boolean): void {
    const sick = isFirst ? this.#world.faultOf(this.#operation, 'node-stays-not-ready') : undefined;
    this.#cluster.kubernetes.setNodeReady(name, false);
    this.#world.after(this.#operation, durations.reimage[this.#pool.osType], () => {
      addNode(this.#cluster, this.#pool, { name, ...this.#goal, isReady: sick === undefined });
      if (sick !== undefined && sick.minutes !== null) this.#recover(name, sick.minutes);
      this.#event(name, 'Upgrade', `Successfully upgraded node: ${name}`);
      if (this.#operation.result === null) this.#finishNode();
    });
  }

  #recover(name: string, minutes: number): void {
    this.#world.after(this.#operation, [minutes * 60, minutes * 60], () =>
      this.#cluster.kubernetes.setNodeReady(name, true),
    );
  }

  #finishNode(): void {
    this.#done += 1;
    this.#say('soaking');
    const soakSeconds = numberAt(this.#pool.upgradeSettings, 'nodeSoakDurationInMinutes', 0) * 60;
    this.#world.later(this.#operation, [soakSeconds + 1, soakSeconds + 1], () => {
      this.#active -= 1;
      this.#fill();
    });
  }

  /** Drains and removes surge nodes one by one; one is kept for every quarantined node. */
  #removeSurge(): void {
    const name = [...this.#pool.surge].at(-1);
    if (name === undefined || this.#pool.surge.size <= this.#quarantined) {
      this.#end();
      return;
    }
    if (this.#isLocked(['ReadOnly', 'CanNotDelete'], 'delete')) return;
    this.#cluster.kubernetes.cordon(name);
    drainNode(this.#world, this.#place, name, (blocker) => {
      if (blocker !== null) this.#fail('UpgradeFailed', drainMessage(name, blocker));
      else this.#world.later(this.#operation, durations.surgeRemoval, () => this.#forgetSurge(name));
    });
  }

  #forgetSurge(name: string): void {
    this.#dropSurge(name);
    this.#event(name, 'RemovingNode', `Removed surge node: ${name}`);
    this.#removeSurge();
  }

  #dropSurge(name: string): void {
    this.#pool.surge.delete(name);
    this.#cluster.kubernetes.removeNode(name);
  }

  /** Whether a lock on the group of the machines ends it here. */
  #isLocked(levels: readonly ResourceLock['level'][], operation: 'write' | 'delete'): boolean {
    const { subscription, properties } = this.#cluster;
    const group = `/subscriptions/${subscription}/resourceGroups/${textAt(properties, 'nodeResourceGroup')}`;
    const lock = lockOver(this.#world.locks, group, levels);
    if (lock !== undefined) this.#fail('ScopeLocked', lockedMessage(group, operation, lock));
    return lock !== undefined;
  }

  #fail(code: string, message: string): void {
    this.#error = { code, message };
    this.#end();
  }

  #end(): void {
    this.#isOver = true;
    this.#onDone(this.#error);
  }

  #event(node: string, reason: string, message: string, type: 'Normal' | 'Warning' = 'Normal'): void {
    this.#cluster.kubernetes.recordEvent({ node, reason, message, type });
  }
}

/** How many surge nodes a pool of these properties gets for the upgrade of so many nodes. */
export function surgeOf(properties: JsonObject, nodes: number): number {
  const maxSurge = textAt(objectAt(properties, 'upgradeSettings'), 'maxSurge') ?? '10%';
  return Math.min(surgeNodes(maxSurge, numberAt(properties, 'count', nodes)), nodes);
}

function nodesAtATime({ properties, upgradeSettings }: AgentPool, nodes: number): number {
  const maxUnavailable = textAt(upgradeSettings, 'maxUnavailable') ?? '0';
  const unavailable = surgeNodes(maxUnavailable, numberAt(properties, 'count', nodes));
  return Math.max(1, surgeOf(properties, nodes), unavailable);
}

/** Nodes that are not what the goal says, and those not ready or cordoned; surge nodes are not counted. */
function nodesToReplace(cluster: ManagedCluster, pool: AgentPool, goal: Goal): string[] {
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
