import type { Change, ObjectStore } from '../store/object-store.ts';

const CHANGES_KEPT = 500;

/** The last changes (500 at least) of a store since someone first asked for it, for watches that continue from a revision. */
export class ChangeLog {
  private readonly changes: Change[] = [];
  /** The oldest revision from which a watch can continue without a gap. */
  private since: number;

  constructor(store: ObjectStore) {
    this.since = store.revision;
    store.listen((change) => this.keep(change));
  }

  private keep(change: Change): void {
    this.changes.push(change);
    if (this.changes.length <= 2 * CHANGES_KEPT) return;
    const dropped = this.changes.splice(0, CHANGES_KEPT);
    this.since = dropped.at(-1)!.revision;
  }

  get oldest(): number {
    return this.since;
  }

  /** All changes after a revision; undefined where some of them are no longer known. */
  after(revision: number): readonly Change[] | undefined {
    if (revision < this.since) return undefined;
    return this.changes.filter((change) => change.revision > revision);
  }
}
