/** Timeouts and retries of one call to Azure. What outlasts a call is retried by Temporal (cli/input/tuning.ts). */
export const armTimeouts = {
  /** Azure accepts a change within a minute; a read should not wait that long for a dead connection. */
  deadlineMs: { read: 20_000, change: 60_000 },
  /** A change is never sent again by the SDK: the caller decides. */
  retries: { read: 2, change: 0 },
  retryDelayMs: { first: 300, longest: 2_000 },
  /** A longer Retry-After ends the call: Temporal's timer waits, not a process that may die. */
  longestRetryAfterMs: 5_000,
} as const;
