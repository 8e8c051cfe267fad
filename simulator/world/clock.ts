/** What `GET /_simulator/clock` answers; every time is ISO 8601 in UTC. */
export interface ClockReading {
  /** Another one after every change of course. */
  readonly id: string;
  /** The same as long as this simulated world continues. */
  readonly simulator: string;
  readonly now: string;
  readonly virtualEpoch: string;
  readonly realEpoch: string;
  readonly speed: number;
}

/** What the clock's course follows from; epoch milliseconds. */
export interface ClockAnchor {
  readonly id: string;
  readonly simulator: string;
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
  /** Called with every new course. */
  onChange: (anchor: ClockAnchor) => void = () => undefined;

  constructor(virtualStartMs: number, speed: number, newId: () => string, wallNow: () => number = Date.now) {
    this.#wallNow = wallNow;
    this.#newId = newId;
    const id = newId();
    this.#anchor = { id, simulator: id, virtualMs: virtualStartMs, realMs: wallNow(), speed };
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

  /** Continues on the given course, as if it had never been stopped. */
  resume(anchor: ClockAnchor): void {
    this.#heldMs = null;
    this.#anchor = anchor;
  }

  reading(): ClockReading {
    const { id, simulator, virtualMs, realMs, speed } = this.#anchor;
    const now = iso(this.now());
    return { id, simulator, now, virtualEpoch: iso(virtualMs), realEpoch: iso(realMs), speed };
  }

  #reanchor(virtualMs: number, speed: number): void {
    const { simulator } = this.#anchor;
    this.#anchor = { id: this.#newId(), simulator, virtualMs, realMs: this.#wallNow(), speed };
    this.onChange(this.#anchor);
  }
}

function iso(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
