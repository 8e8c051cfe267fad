import type { Condition, Metadata, OwnerReference } from '../objects/kinds.ts';
import { isSameValue } from '../objects/same-value.ts';
import { ClusterIndex } from './cluster-index.ts';
import { ObjectStore } from './object-store.ts';
import type { DueAction, PendingAction } from './pending-action.ts';

/** What a cluster needs of the world around it: virtual time in epoch ms, its event queue, seeded chance. */
export interface ClusterHooks {
  now(): number;
  schedule(atMs: number, run: () => void): void;
  random(): number;
}

// The alphabet Kubernetes itself uses for generated names: no vowels, no look-alikes.
const NAME_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** Objects, time and chance of one cluster: what its controllers share. */
export class ClusterState {
  readonly store = new ObjectStore();
  /** Nodes on which packages left /run/reboot-required. */
  readonly awaitingReboot = new Set<string>();
  readonly index = new ClusterIndex(this.store);
  private readonly hooks: ClusterHooks;
  private readonly perform: (action: PendingAction) => void;
  private readonly pending = new Set<DueAction>();

  constructor(hooks: ClusterHooks, perform: (action: PendingAction) => void) {
    this.hooks = hooks;
    this.perform = perform;
  }

  /** Virtual time in epoch milliseconds. */
  now(): number {
    return this.hooks.now();
  }

  /** Virtual time as Kubernetes writes it: whole seconds, UTC. `inSeconds` looks ahead. */
  timestamp(inSeconds = 0): string {
    return `${new Date(this.now() + inSeconds * 1000).toISOString().slice(0, 19)}Z`;
  }

  /** Has an action performed at a virtual moment from now. */
  later(seconds: number, action: PendingAction): void {
    this.schedule({ atMs: this.now() + seconds * 1000, action });
  }

  /** Has an action performed at its moment. */
  schedule(due: DueAction): void {
    this.pending.add(due);
    this.hooks.schedule(due.atMs, () => {
      if (this.pending.delete(due)) this.perform(due.action);
    });
  }

  /** Whether the very same is already to happen. */
  isPending(action: PendingAction): boolean {
    return [...this.pending].some((due) => isSameValue(due.action, action));
  }

  /** A seeded number of seconds between two bounds. */
  secondsBetween(low: number, high: number): number {
    return low + this.hooks.random() * (high - low);
  }

  /** A seeded version 4 UUID. */
  uid(): string {
    const hex = Array.from({ length: 32 }, () => Math.floor(this.hooks.random() * 16).toString(16)).join('');
    const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`];
    return `${parts.join('-')}-${hex.slice(20)}`;
  }

  /** A seeded suffix for generated names. */
  suffix(length = 5): string {
    const letter = () => NAME_ALPHABET[Math.floor(this.hooks.random() * NAME_ALPHABET.length)];
    return Array.from({ length }, letter).join('');
  }

  /** Metadata of an object that is being made now. */
  newMetadata(given: {
    readonly name: string;
    readonly namespace?: string | undefined;
    readonly labels?: Record<string, string>;
    readonly annotations?: Record<string, string>;
    readonly ownerReferences?: OwnerReference[];
  }): Metadata {
    return { ...given, uid: this.uid(), resourceVersion: '', creationTimestamp: this.timestamp() };
  }

  /** Replaces the condition of the same type; the transition time moves only when its status does. */
  withCondition(conditions: readonly Condition[] | undefined, next: Condition): Condition[] {
    const before = conditions?.find((condition) => condition.type === next.type);
    const lastTransitionTime =
      before !== undefined && before.status === next.status ? before.lastTransitionTime : this.timestamp();
    const merged = { ...next, lastTransitionTime };
    if (before === undefined) return [...(conditions ?? []), merged];
    return (conditions ?? []).map((condition) => (condition === before ? merged : condition));
  }
}
