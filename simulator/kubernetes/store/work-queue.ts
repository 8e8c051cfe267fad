import type { ClusterState } from './cluster-state.ts';
import type { Change } from './object-store.ts';

/** A controller: maps a change to keys, and reconciles one key at a time. */
export interface Controller {
  /** The keys to reconcile after a change. */
  readonly affected: (state: ClusterState, change: Change) => readonly string[];
  /** Brings what belongs to the key to where it should be; it may be gone. */
  readonly sync: (state: ClusterState, key: string) => void;
}

/** More turns than any change takes to settle; beyond it two controllers are undoing each other's work. */
const MOST_TURNS_PER_OBJECT = 200;

/** The keys that the controllers of a cluster still have to reconcile. */
export class WorkQueue {
  private readonly state: ClusterState;
  private readonly lines: readonly { readonly controller: Controller; readonly keys: Set<string> }[];

  /** Earlier controllers run first. */
  constructor(state: ClusterState, controllers: readonly Controller[]) {
    this.state = state;
    this.lines = controllers.map((controller) => ({ controller, keys: new Set() }));
  }

  note(change: Change): void {
    for (const { controller, keys } of this.lines) {
      for (const key of controller.affected(this.state, change)) keys.add(key);
    }
  }

  /** Runs every controller until no key is left. */
  drain(): void {
    const most = MOST_TURNS_PER_OBJECT * (100 + this.state.store.count('pods'));
    for (let turn = 0; turn < most; turn += 1) {
      const line = this.lines.find(({ keys }) => keys.size > 0);
      const key = line?.keys.values().next().value;
      if (line === undefined || key === undefined) return;
      line.keys.delete(key);
      line.controller.sync(this.state, key);
    }
    throw new Error('the controllers of a simulated cluster do not come to rest');
  }
}
