/** What `GET /_simulator/clock` answers; every time is ISO 8601 in UTC. */
export interface ClockReading {
  readonly id: string;
  readonly now: string;
  readonly virtualEpoch: string;
  readonly realEpoch: string;
  readonly speed: number;
}

/** What the clock's course follows from; epoch milliseconds. */
export interface ClockAnchor {
  readonly id: string;
  readonly virtualMs: number;
  readonly realMs: number;
  readonly speed: number;
}

/** Simulated time as a pure function of wall time; every change of course gets a new id. */
export class SimulatedClock {
  readonly #wallNow: () => number;
  readonly #newId: () => string;
  #anchor: ClockAnchor;
  #heldMs: number | null = null;
  /** Told of every new course. */
  onChange: (anchor: ClockAnchor) => void = () => undefined;

  constructor(virtualStartMs: number, speed: number, newId: () => string, wallNow: () => number = Date.now) {
    this.#wallNow = wallNow;
    this.#newId = newId;
    this.#anchor = { id: newId(), virtualMs: virtualStartMs, realMs: wallNow(), speed };
  }

  get speed(): number {
    return this.#anchor.speed;
  }

  get anchor(): ClockAnchor {
    return this.#anchor;
  }

  /** Simulated epoch milliseconds, whole. */
  now(): number {
    if (this.#heldMs !== null) return this.#heldMs;
    const { virtualMs, realMs, speed } = this.#anchor;
    return Math.floor(virtualMs + (this.#wallNow() - realMs) * speed);
  }

  setSpeed(speed: number): void {
    this.#reanchor(this.now(), speed);
  }

  jump(milliseconds: number): void {
    this.#reanchor(this.now() + milliseconds, this.#anchor.speed);
  }

  /** Stands still at an instant until `resume`. */
  hold(atMs: number): void {
    this.#heldMs = atMs;
  }

  /** Runs on the given course, as if it had never stood. */
  resume(anchor: ClockAnchor): void {
    this.#heldMs = null;
    this.#anchor = anchor;
  }

  reading(): ClockReading {
    const { id, virtualMs, realMs, speed } = this.#anchor;
    return { id, now: iso(this.now()), virtualEpoch: iso(virtualMs), realEpoch: iso(realMs), speed };
  }

  #reanchor(virtualMs: number, speed: number): void {
    this.#anchor = { id: this.#newId(), virtualMs, realMs: this.#wallNow(), speed };
    this.onChange(this.#anchor);
  }
}

function iso(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
