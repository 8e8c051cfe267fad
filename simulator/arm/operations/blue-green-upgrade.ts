import { durations, surgeNodes } from '../../cluster/lifecycle.ts';
import { addNode, imageLabel } from '../../cluster/node-registration.ts';
import type { OperationError } from '../../cluster/operation.ts';
import { numberAt, textAt } from '../../values/json-value.ts';
import type { World } from '../../world/world.ts';
import { type DrainPlace, drainMessage, drainNode } from './drain-node.ts';
import { nodeGroupLock } from './node-group-lock.ts';
import { type NodeGoal, nodesToReplace } from './rolling-upgrade.ts';

/**
 * Puts a second set of nodes (green) beside the pool's own (blue): blue is cordoned, green created, blue drained batch by
 * batch with a soak between batches, and after a final soak blue is removed. What was interrupted continues where it
 * stopped; where blue is what the goal says, it is a rollback: blue is opened again, and green drained and removed.
 * The words of its status are recorded, but for those of draining and of the rollback.
 */
export class BlueGreenUpgrade {
  readonly #world: World;
  readonly #place: DrainPlace;
  readonly #goal: NodeGoal;
  readonly #end: (error: OperationError | null) => void;
  readonly #blue: readonly string[];

  constructor(
    world: World,
    place: DrainPlace,
    goal: NodeGoal,
    onDone: (error: OperationError | null) => void,
  ) {
    this.#world = world;
    this.#place = place;
    this.#goal = goal;
    this.#end = onDone;
    const blue = nodesToReplace(place.cluster, place.pool, goal);
    const isLying = world.faultOf(place.operation, 'false-success') !== undefined;
    this.#blue = isLying ? blue.slice(0, -1) : blue;
  }

  start(): void {
    if (this.#isWayBack()) this.#openBlue();
    else if (this.#blue.length > 0) this.#awaitGreen();
    else this.#later([5, 15], () => this.#end(null));
  }

  #isWayBack(): boolean {
    const { cluster, pool } = this.#place;
    const { version, image } = this.#goal;
    const blue = cluster.kubernetes.nodes(pool.name).filter(({ name }) => !pool.surge.has(name));
    return (
      pool.surge.size > 0 &&
      blue.every(
        ({ kubeletVersion, labels }) => kubeletVersion === `v${version}` && labels[imageLabel] === image,
      )
    );
  }

  #awaitGreen(): void {
    const { cluster, pool } = this.#place;
    for (const node of this.#blue) cluster.kubernetes.cordon(node);
    this.#status('BlueGreenCreatingGreenNodes');
    const missing = this.#blue.length - pool.surge.size;
    this.#later(missing > 0 ? durations.surgeNode[pool.osType] : [1, 1], () => this.#createGreen(missing));
  }

  #createGreen(missing: number): void {
    const { cluster, pool, operation } = this.#place;
    const failure = this.#world.failureOf(operation);
    const locked = missing > 0 ? nodeGroupLock(this.#world, cluster, 'write') : null;
    if (failure?.isBeforeSurge === true || locked !== null) {
      for (const node of this.#blue) cluster.kubernetes.uncordon(node);
      this.#end(locked ?? failure ?? null);
      return;
    }
    const sick = this.#world.faultOf(operation, 'node-stays-not-ready');
    for (let index = 0; index < missing; index += 1) {
      const name = pool.newNodeName();
      pool.surge.add(name);
      addNode(cluster, pool, { name, ...this.#goal, isReady: index > 0 || sick === undefined });
      this.#event(name, 'Surge', `Created a green node ${name} for agentpool ${pool.name}`);
      if (index > 0 || sick === undefined || sick.minutes === null) continue;
      const seconds = sick.minutes * 60;
      this.#world.after(operation, [seconds, seconds], () => cluster.kubernetes.setNodeReady(name, true));
    }
    pool.blueGreen ??= { drained: new Set(), finalSoakSinceMs: null };
    this.#drainBatch();
  }

  #drainBatch(): void {
    const { pool, operation } = this.#place;
    const drained = pool.blueGreen?.drained ?? new Set();
    const left = this.#blue.filter((node) => !drained.has(node));
    const failure = this.#world.failureOf(operation);
    if (failure !== undefined && drained.size >= failure.afterNodes) {
      this.#end(failure);
      return;
    }
    if (left.length === 0) {
      this.#soakFinally();
      return;
    }
    const size = textAt(pool.blueGreenSettings, 'drainBatchSize') ?? '10%';
    const batch = left.slice(0, Math.max(1, surgeNodes(size, this.#blue.length)));
    const progress = () => `${drained.size}/${this.#blue.length} nodes completed`;
    this.#status(`BlueGreenDrainingBatch: ${progress()}`);
    this.#drainAll(batch, (node) => {
      drained.add(node);
      if (batch.some((each) => !drained.has(each))) return;
      if (left.length === batch.length) {
        this.#drainBatch();
        return;
      }
      this.#status(`BlueGreenSoakingBatch: ${progress()}`);
      const seconds = numberAt(pool.blueGreenSettings, 'batchSoakDurationInMinutes', 15) * 60 + 1;
      this.#later([seconds, seconds], () => this.#drainBatch());
    });
  }

  #soakFinally(): void {
    const { pool } = this.#place;
    this.#status('BlueGreenSoakingFinal');
    const now = this.#world.queue.now();
    if (pool.blueGreen !== null) pool.blueGreen.finalSoakSinceMs ??= now;
    const seconds = Math.max(1, ((pool.finalSoakEndsMs ?? now) - now) / 1000);
    this.#later([seconds, seconds], () => this.#commit());
  }

  #commit(): void {
    const { cluster, pool } = this.#place;
    this.#status('BlueGreenCommittingGreenNodes');
    const locked = nodeGroupLock(this.#world, cluster, 'delete');
    if (locked !== null) {
      this.#end(locked);
      return;
    }
    this.#later(durations.surgeRemoval, () => {
      for (const node of this.#blue) this.#remove(node);
      pool.recentlyUsed = [];
      this.#finish();
    });
  }

  #openBlue(): void {
    const { cluster, pool, operation } = this.#place;
    this.#status('BlueGreenRollingBack');
    const failure = this.#world.failureOf(operation);
    if (failure !== undefined) {
      this.#later([5, 15], () => this.#end(failure));
      return;
    }
    for (const { name } of cluster.kubernetes.nodes(pool.name))
      if (!pool.surge.has(name)) cluster.kubernetes.uncordon(name);
    const green = [...pool.surge];
    for (const node of green) cluster.kubernetes.cordon(node);
    const drained = new Set<string>();
    this.#drainAll(green, (node) => {
      drained.add(node);
      if (drained.size < green.length) return;
      this.#later(durations.surgeRemoval, () => {
        for (const each of green) this.#remove(each);
        this.#finish();
      });
    });
  }

  #drainAll(nodes: readonly string[], onDrained: (node: string) => void): void {
    for (const node of nodes) {
      this.#event(node, 'Drain', `Draining node: ${node}`);
      drainNode(this.#world, this.#place, node, (blocker) => {
        if (this.#place.operation.result !== null) return;
        if (blocker === null) {
          onDrained(node);
          return;
        }
        const message = drainMessage(node, blocker);
        this.#event(node, 'Drain', message, 'Warning');
        this.#end({ code: 'UpgradeFailed', message });
      });
    }
  }

  #remove(node: string): void {
    this.#place.cluster.kubernetes.removeNode(node);
    this.#event(node, 'RemovingNode', `Removed node: ${node}`);
  }

  #finish(): void {
    const { pool } = this.#place;
    pool.surge.clear();
    pool.blueGreen = null;
    this.#end(null);
  }

  #status(text: string): void {
    this.#place.operation.status = text;
  }

  #later(seconds: readonly [number, number], step: () => void): void {
    this.#world.later(this.#place.operation, seconds, step);
  }

  #event(node: string, reason: string, message: string, type: 'Normal' | 'Warning' = 'Normal'): void {
    this.#place.cluster.kubernetes.recordEvent({ node, reason, message, type });
  }
}
