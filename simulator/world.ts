import type { ManagedCluster } from './arm/managed-cluster.ts';
import type { Operation, OperationError, OperationResult, OperationSubject } from './arm/operation.ts';
import type { SimulatedClock } from './clock.ts';
import type { EventQueue } from './event-queue.ts';
import type { Fault, FaultBoard } from './faults.ts';
import type { SeededRandom } from './random.ts';

/** The whole simulated Azure: time, chance, faults, clusters and the operations that run on them. */
export class World {
  readonly clock: SimulatedClock;
  readonly queue: EventQueue;
  readonly random: SeededRandom;
  readonly faults: FaultBoard;
  readonly clusters: ManagedCluster[] = [];
  readonly operations = new Map<string, Operation>();
  readonly #faultsOf = new Map<string, readonly Fault[]>();

  constructor(parts: {
    readonly clock: SimulatedClock;
    readonly queue: EventQueue;
    readonly random: SeededRandom;
    readonly faults: FaultBoard;
  }) {
    this.clock = parts.clock;
    this.queue = parts.queue;
    this.random = parts.random;
    this.faults = parts.faults;
  }

  /** Lets everything happen that is due by now. */
  catchUp(): void {
    this.queue.advance(this.clock.now());
  }

  subscriptions(): readonly string[] {
    return [...new Set(this.clusters.map((cluster) => cluster.subscription))];
  }

  /** Accepts an operation: from here on it runs, and eTags have changed. */
  begin(cluster: ManagedCluster, subject: OperationSubject): Operation {
    const operation: Operation = {
      ...subject,
      id: this.random.guid(),
      subscription: cluster.subscription,
      region: cluster.location,
      startedMs: this.queue.now(),
      signature: this.#signature(),
      status: 'InProgress',
      error: null,
      finishedMs: null,
      result: null,
      isExpired: false,
    };
    this.operations.set(operation.id, operation);
    const target = {
      plane: 'arm',
      method: '',
      path: cluster.id,
      cluster: cluster.name,
      pool: subject.pool,
      isMutation: true,
    } as const;
    const faults = this.faults.strikeOperation(target);
    this.#faultsOf.set(operation.id, faults);
    operation.isExpired = faults.some(({ kind }) => kind === 'operation-expired');
    if (subject.kind !== 'abort') cluster.running.add(operation);
    this.#markResource(cluster, operation, subject.word);
    return operation;
  }

  /** Ends an operation and puts its resource into the same state at the same instant. */
  finish(
    cluster: ManagedCluster,
    operation: Operation,
    result: OperationResult,
    error: OperationError | null = null,
  ): void {
    if (operation.result !== null) return;
    operation.result = result;
    operation.error = error;
    operation.finishedMs = this.queue.now();
    cluster.running.delete(operation);
    this.#markResource(cluster, operation, result, error);
  }

  faultOf<K extends Fault['kind']>(operation: Operation, kind: K): Extract<Fault, { kind: K }> | undefined {
    const struck = this.#faultsOf.get(operation.id) ?? [];
    return struck.find((fault): fault is Extract<Fault, { kind: K }> => fault.kind === kind);
  }

  /** Runs `step` after a time drawn from `seconds`, unless the operation has ended by then. */
  later(operation: Operation, seconds: readonly [number, number], step: () => void): void {
    const delayMs = Math.round(this.random.between(seconds[0], seconds[1]) * 1000);
    this.queue.schedule(this.queue.now() + delayMs, () => {
      if (operation.result === null) step();
    });
  }

  /** A cluster operation changes the eTags of the cluster and of all its pools, a pool operation only its pool's. */
  refreshTags(cluster: ManagedCluster, pool: string | null): void {
    const pools = pool === null ? cluster.pools : cluster.pools.filter(({ name }) => name === pool);
    for (const each of pools) each.properties = { ...each.properties, eTag: this.random.guid() };
    if (pool === null) cluster.envelope = { ...cluster.envelope, eTag: this.random.guid() };
  }

  #markResource(
    cluster: ManagedCluster,
    operation: Operation,
    word: string,
    error: OperationError | null = null,
  ): void {
    if (operation.kind === 'abort') return;
    const status = error === null ? {} : { status: { provisioningError: { ...error } } };
    const pool = operation.pool === null ? undefined : cluster.pool(operation.pool);
    const owner = pool ?? cluster;
    const { status: _, ...properties } = owner.properties;
    owner.properties = { ...properties, provisioningState: word, ...status };
    this.refreshTags(cluster, operation.pool);
  }

  #signature(): Operation['signature'] {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const text = (length: number) => this.random.text(length, alphabet);
    const t = String(this.queue.now() * 10_000 + 621_355_968_000_000_000);
    return { t, c: text(3200), s: text(342), h: text(43) };
  }
}
