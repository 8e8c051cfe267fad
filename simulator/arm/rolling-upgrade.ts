import { numberAt, textAt } from '../json-value.ts';
import { durations, nextStage, type RollingStage, statusText, surgeNodes } from '../lifecycle.ts';
import type { World } from '../world.ts';
import type { AgentPool } from './agent-pool.ts';
import { type DrainPlace, drainMessage, drainNode } from './drain-node.ts';
import type { ManagedCluster } from './managed-cluster.ts';
import { addNode, imageLabel } from './node-registration.ts';
import type { Operation, OperationError } from './operation.ts';

interface Goal {
  readonly version: string;
  readonly image: string;
}

const quarantine = { 'kubernetes.azure.com/upgrade-status': 'Quarantined' };

/** Carries one pool to a version and image: surge, then node by node cordon, drain, reimage, soak; then surge away. */
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
  #done = 0;
  #quarantined = 0;
  #error: OperationError | null = null;

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
  }

  start(): void {
    if (this.#total === 0 && this.#pool.surge.size === 0)
      this.#world.later(this.#operation, [5, 15], () => this.#end());
    else this.#enter('creating-surge-nodes');
  }

  #enter(stage: RollingStage): void {
    this.#operation.status = statusText(stage, this.#done, this.#total, this.#quarantined);
    if (stage === 'creating-surge-nodes') this.#createSurge();
    else if (stage === 'draining') this.#replaceNext();
    else if (stage === 'removing-surge-nodes') this.#removeSurge();
    else this.#end();
  }

  #createSurge(): void {
    const maxSurge = textAt(this.#pool.upgradeSettings, 'maxSurge') ?? '10%';
    const wanted = Math.min(surgeNodes(maxSurge, this.#total), this.#total) - this.#pool.surge.size;
    const seconds = durations.surgeNode[this.#pool.osType];
    this.#world.later(this.#operation, wanted > 0 ? seconds : [1, 1], () => {
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

  #replaceNext(): void {
    const failure = this.#world.faultOf(this.#operation, 'operation-fails');
    const name = this.#todo[0];
    if (failure !== undefined && this.#done >= failure.afterNodes) this.#fail(failure.code, failure.message);
    else if (name === undefined) this.#enter('removing-surge-nodes');
    else if (this.#todo.length === 1 && this.#world.faultOf(this.#operation, 'lying-success') !== undefined) {
      this.#finishNode();
    } else this.#replace(name);
  }

  #replace(name: string): void {
    this.#cluster.kubernetes.cordon(name);
    this.#event(name, 'Drain', `Draining node: ${name}`);
    drainNode(this.#world, this.#place, name, (blocker) => {
      if (blocker === null) this.#reimage(name);
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
      this.#todo.shift();
      this.#enter(nextStage('soaking', this.#todo.length));
    } else {
      this.#cluster.kubernetes.uncordon(name);
      for (const surge of this.#pool.surge) this.#dropSurge(surge);
      this.#fail('UpgradeFailed', message);
    }
  }

  /** Once begun it comes to its end, even if the operation is canceled meanwhile. */
  #reimage(name: string): void {
    const sick = this.#done === 0 ? this.#world.faultOf(this.#operation, 'node-stays-not-ready') : undefined;
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
    this.#todo.shift();
    this.#operation.status = statusText('soaking', this.#done, this.#total, this.#quarantined);
    const soakSeconds = numberAt(this.#pool.upgradeSettings, 'nodeSoakDurationInMinutes', 0) * 60;
    this.#world.later(this.#operation, [soakSeconds + 1, soakSeconds + 1], () =>
      this.#enter(nextStage('soaking', this.#todo.length)),
    );
  }

  /** Drains and removes surge nodes one by one; one is kept for every quarantined node. */
  #removeSurge(): void {
    const name = [...this.#pool.surge].at(-1);
    if (name === undefined || this.#pool.surge.size <= this.#quarantined) {
      this.#end();
      return;
    }
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

  #fail(code: string, message: string): void {
    this.#error = { code, message };
    this.#end();
  }

  #end(): void {
    this.#onDone(this.#error);
  }

  #event(node: string, reason: string, message: string, type: 'Normal' | 'Warning' = 'Normal'): void {
    this.#cluster.kubernetes.recordEvent({ node, reason, message, type });
  }
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
