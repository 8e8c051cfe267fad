/** A bucket that fills up evenly; every request takes one token. */
export class TokenBucket {
  readonly #size: number;
  readonly #perMs: number;
  #tokens: number;
  #filledMs: number;

  constructor(size: number, perSecond: number, nowMs: number) {
    this.#size = size;
    this.#perMs = perSecond / 1000;
    this.#tokens = size;
    this.#filledMs = nowMs;
  }

  /** Whole tokens that are there. */
  left(nowMs: number): number {
    this.#fill(nowMs);
    return Math.floor(this.#tokens);
  }

  /** Takes a token where there is one. */
  take(nowMs: number): void {
    this.#fill(nowMs);
    this.#tokens = Math.max(0, this.#tokens - 1);
  }

  /** Milliseconds until there is a token. */
  waitMs(nowMs: number): number {
    this.#fill(nowMs);
    return this.#tokens >= 1 ? 0 : Math.ceil((1 - this.#tokens) / this.#perMs);
  }

  #fill(nowMs: number): void {
    this.#tokens = Math.min(this.#size, this.#tokens + (nowMs - this.#filledMs) * this.#perMs);
    this.#filledMs = nowMs;
  }
}
