interface Step {
  readonly atMs: number;
  readonly run: () => void;
}

/**
 * Everything that happens in simulated time: events at virtual instants, run in order, ties in order of scheduling.
 * Results therefore do not depend on when state is read.
 */
export class EventQueue {
  readonly #events: Step[] = [];
  #nowMs: number;
  #isAdvancing = false;

  constructor(startMs: number) {
    this.#nowMs = startMs;
  }

  /** The instant of the running event, or the one last advanced to. */
  now(): number {
    return this.#nowMs;
  }

  schedule(atMs: number, run: () => void): void {
    const due = Math.max(atMs, this.#nowMs);
    let low = 0;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#events[middle]!.atMs <= due) low = middle + 1;
      else high = middle;
    }
    this.#events.splice(low, 0, { atMs: due, run });
  }

  /** Gives everything that is still to come to another queue. */
  handOver(to: EventQueue): void {
    for (const { atMs, run } of this.#events.splice(0)) to.schedule(atMs, run);
  }

  /** Runs every event due at or before `toMs`, each at its own instant. Going back is ignored. */
  advance(toMs: number): void {
    if (this.#isAdvancing || toMs < this.#nowMs) return;
    this.#isAdvancing = true;
    try {
      for (let next = this.#events[0]; next !== undefined && next.atMs <= toMs; next = this.#events[0]) {
        this.#events.shift();
        this.#nowMs = next.atMs;
        next.run();
      }
      this.#nowMs = toMs;
    } finally {
      this.#isAdvancing = false;
    }
  }
}
