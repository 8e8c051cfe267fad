import type { Quota } from '../capacity/core-quota.ts';
import type { SkuRestriction } from '../capacity/machine-sizes.ts';
import type { Network } from '../capacity/networks.ts';
import { isForced } from '../cluster/force-upgrade.ts';
import type { ManagedCluster } from '../cluster/managed-cluster.ts';
import type { Operation, OperationError, OperationResult, OperationSubject } from '../cluster/operation.ts';
import { type Failure, failureBy } from '../cluster/operation-failure.ts';
import type { DefenderPlan } from '../cluster/related-resources.ts';
import { reportedStateBy } from '../cluster/reported-state.ts';
import type { FaultBoard, FaultTarget } from '../faults/fault-board.ts';
import type { Fault } from '../faults/fault-catalogue.ts';
import type { FleetManager } from '../fleet/fleet-manager.ts';
import { type ImageCadence, ImageReleases } from '../fleet/node-images.ts';
import type { ResourceLock } from '../fleet/resource-locks.ts';
import { RateLimits } from '../limits/rate-limits.ts';
import type { SimulatedClock } from './clock.ts';
import type { EventQueue } from './event-queue.ts';
import { type Journal, noJournal } from './journal.ts';
import type { SeededRandom } from './random.ts';

/** What is decided about an operation when it is accepted: its share of chance, and the faults that it triggers. */
interface Fate {
  readonly random: SeededRandom;
  readonly faults: readonly Fault[];
}

/** What there is besides clusters, in the beginning. */
interface Surroundings {
  readonly quotas: readonly Quota[];
  readonly networks: readonly Network[];
  readonly skuRestrictions: readonly SkuRestriction[];
  readonly defenderPlans: readonly DefenderPlan[];
  readonly locks: readonly ResourceLock[];
  readonly fleetManagers: readonly FleetManager[];
  readonly imageReleases?: ImageCadence | undefined;
}

/** The whole simulated Azure: time, chance, faults, clusters and the operations that run on them. */
export class World {
  readonly clock: SimulatedClock;
  readonly queue: EventQueue;
  readonly random: SeededRandom;
  readonly faults: FaultBoard;
  readonly clusters: ManagedCluster[] = [];
  readonly #byPlace = new Map<string, ManagedCluster>();
  readonly operations = new Map<string, Operation>();
  readonly quotas: readonly Quota[];
  readonly networks: readonly Network[];
  readonly skuRestrictions: readonly SkuRestriction[];
  readonly defenderPlans: readonly DefenderPlan[];
  /** Those that no one has lifted yet. */
  readonly locks: ResourceLock[];
  readonly fleetManagers: readonly FleetManager[];
  readonly images: ImageReleases;
  readonly limits = new RateLimits();
  /** Whether a limit that is reached refuses; the headers count either way. */
  isLimited = false;
  /** Real time at which a request of the journal was first made, while it is being made again. */
  replayedRealMs: number | null = null;
  #journal: Journal = noJournal;
  readonly #fates = new Map<string, Fate>();

  constructor(parts: {
    readonly clock: SimulatedClock;
    readonly queue: EventQueue;
    readonly random: SeededRandom;
    readonly faults: FaultBoard;
    readonly surroundings: Surroundings;
  }) {
    this.clock = parts.clock;
    this.queue = parts.queue;
    this.random = parts.random;
    this.faults = parts.faults;
    this.quotas = parts.surroundings.quotas;
    this.networks = parts.surroundings.networks;
    this.skuRestrictions = parts.surroundings.skuRestrictions;
    this.defenderPlans = parts.surroundings.defenderPlans;
    this.locks = [...parts.surroundings.locks];
    this.fleetManagers = parts.surroundings.fleetManagers;
    this.images = new ImageReleases(parts.queue.now(), parts.surroundings.imageReleases);
  }

  /** The newest node image for a pool, now. */
  latestImage({ osSku, version }: { readonly osSku: string; readonly version: string }): string {
    return this.images.latest(osSku, version, this.queue.now());
  }

  /** Where everything is written down that comes in from here on. */
  get journal(): Journal {
    return this.#journal;
  }

  keepJournal(journal: Journal): void {
    this.#journal = journal;
    this.clock.onChange = (anchor) => journal.append({ kind: 'clock', anchor });
    this.faults.onChange = (armed) => journal.append({ kind: 'faults', atMs: this.queue.now(), armed });
  }

  /** Real time, epoch milliseconds, for the ledger. */
  realNow(): number {
    return this.replayedRealMs ?? Date.now();
  }

  /** Lets everything happen that is due by now. */
  catchUp(): void {
    this.queue.advance(this.clock.now());
  }

  add(cluster: ManagedCluster): void {
    this.clusters.push(cluster);
    this.#byPlace.set(placeKey(cluster.subscription, cluster.group, cluster.name), cluster);
  }

  /** The cluster of that name, in any case. */
  clusterAt(
    subscription: string | undefined,
    group: string | undefined,
    name: string | undefined,
  ): ManagedCluster | undefined {
    return this.#byPlace.get(placeKey(subscription, group, name));
  }

  subscriptions(): readonly string[] {
    return [...new Set(this.clusters.map((cluster) => cluster.subscription))];
  }

  /** Accepts an operation: from here on it runs, and eTags have changed. */
  begin(cluster: ManagedCluster, subject: OperationSubject): Operation {
    const fate = this.#fateOf(cluster, subject);
    const operation: Operation = {
      ...subject,
      id: fate.random.guid(),
      subscription: cluster.subscription,
      region: cluster.location,
      startedMs: this.queue.now(),
      signature: signature(fate.random, this.queue.now()),
      status: 'InProgress',
      error: null,
      finishedMs: null,
      result: null,
      isForced: isForced(cluster, this.queue.now()),
      reported: reportedStateBy(fate.faults),
      isExpired: fate.faults.some(({ kind }) => kind === 'operation-expired'),
    };
    this.operations.set(operation.id, operation);
    this.#fates.set(operation.id, fate);
    if (!isBesideAks(subject.kind)) cluster.running.add(operation);
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
    const faults = this.#fates.get(operation.id)?.faults ?? [];
    return faults.find((fault): fault is Extract<Fault, { kind: K }> => fault.kind === kind);
  }

  /** How the operation is to fail, if a fault wants it to. */
  failureOf(operation: Operation): Failure | undefined {
    const faults = this.#fates.get(operation.id)?.faults ?? [];
    return faults.map((fault) => failureBy(fault, operation.id)).find((failure) => failure !== undefined);
  }

  /** Runs `step` after a time drawn from `seconds`, unless the operation has ended by then. */
  later(operation: Operation, seconds: readonly [number, number], step: () => void): void {
    this.after(operation, seconds, () => {
      if (operation.result === null) step();
    });
  }

  /** Runs `step` after a time drawn from `seconds`, whatever becomes of the operation. */
  after(operation: Operation, seconds: readonly [number, number], step: () => void): void {
    const random = this.#fates.get(operation.id)?.random ?? this.random;
    const delayMs = Math.round(random.between(seconds[0], seconds[1]) * 1000);
    this.queue.schedule(this.queue.now() + delayMs, step);
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
    if (isBesideAks(operation.kind)) return;
    const status = error === null ? {} : { status: { provisioningError: { ...error } } };
    const pool = operation.pool === null ? undefined : cluster.pool(operation.pool);
    // A pool that was deleted bears no state.
    if (operation.pool !== null && pool === undefined) return;
    const owner = pool ?? cluster;
    const { status: _, ...properties } = owner.properties;
    owner.properties = { ...properties, provisioningState: word, ...status };
    this.refreshTags(cluster, operation.pool);
  }

  /** The draw depends on the cluster and on what ran there before, not on what happens elsewhere meanwhile. */
  #fateOf(cluster: ManagedCluster, { kind, pool }: OperationSubject): Fate {
    const random = this.random.fork(`${cluster.id} ${cluster.accepted++} ${kind} ${pool}`);
    return { random, faults: this.faults.triggerForOperation(faultTarget(cluster, pool)) };
  }
}

/** Neither keeps AKS busy nor shows in the state of its resources: an abort, and what Microsoft.Compute does to a machine. */
function isBesideAks(kind: Operation['kind']): boolean {
  return kind === 'abort' || kind === 'restart-machine';
}

/** What faults of an operation or a check are compared with. */
export function faultTarget(cluster: ManagedCluster, pool: string | null): FaultTarget {
  return { plane: 'arm', method: null, path: cluster.id, cluster: cluster.name, pool, isMutation: true };
}

function placeKey(...parts: readonly (string | undefined)[]): string {
  return parts.join('/').toLowerCase();
}

function signature(random: SeededRandom, nowMs: number): Operation['signature'] {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const text = (length: number) => random.text(length, alphabet);
  return { t: String(nowMs * 10_000 + 621_355_968_000_000_000), c: text(3200), s: text(342), h: text(43) };
}
