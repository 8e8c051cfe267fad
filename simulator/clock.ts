/** What `GET /_simulator/clock` answers; every time is ISO 8601 in UTC. */
export interface ClockReading {
  readonly id: string;
  readonly now: string;
  readonly virtualEpoch: string;
  readonly realEpoch: string;
  readonly speed: number;
}

interface Anchor {
  readonly id: string;
  readonly virtualMs: number;
  readonly realMs: number;
  readonly speed: number;
}

/** Simulated time as a pure function of wall time; every change of course gets a new id. */
export class SimulatedClock {
  readonly #wallNow: () => number;
  readonly #newId: () => string;
  #anchor: Anchor;

  constructor(virtualStartMs: number, speed: number, newId: () => string, wallNow: () => number = Date.now) {
    this.#wallNow = wallNow;
    this.#newId = newId;
    this.#anchor = { id: newId(), virtualMs: virtualStartMs, realMs: wallNow(), speed };
  }

  get speed(): number {
    return this.#anchor.speed;
  }

  /** Simulated epoch milliseconds, whole. */
  now(): number {
    const { virtualMs, realMs, speed } = this.#anchor;
    return Math.floor(virtualMs + (this.#wallNow() - realMs) * speed);
  }

  setSpeed(speed: number): void {
    this.#reanchor(this.now(), speed);
  }

  jump(milliseconds: number): void {
    this.#reanchor(this.now() + milliseconds, this.#anchor.speed);
  }

  reading(): ClockReading {
    const { id, virtualMs, realMs, speed } = this.#anchor;
    return { id, now: iso(this.now()), virtualEpoch: iso(virtualMs), realEpoch: iso(realMs), speed };
  }

  #reanchor(virtualMs: number, speed: number): void {
    this.#anchor = { id: this.#newId(), virtualMs, realMs: this.#wallNow(), speed };
  }
}

function iso(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
