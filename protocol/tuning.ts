/** Real milliseconds, except where "campaign time" is said. Travels in the input: workflows cannot read settings. */
export interface Tuning {
  readonly readTimeoutMs: number;
  readonly beginTimeoutMs: number;
  readonly watchHeartbeatMs: number;
  readonly probeTimeoutMs: number;
  /** First delay between two attempts of an activity, and the longest. */
  readonly retryInitialMs: number;
  readonly retryMaxMs: number;
  /** Between two polls of an operation; campaign time, but never less than `pollFloorMs` real. */
  readonly pollMs: number;
  readonly pollFloorMs: number;
  /** How long nodes may take to say that they are as planned after Azure said so; campaign time. */
  readonly settleMs: number;
  /** From how many events on a campaign continues in a new run, once a stage is over. */
  readonly continueAfterEvents: number;
}
