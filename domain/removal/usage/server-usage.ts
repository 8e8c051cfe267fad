/** A deprecated API version that somebody asked an API server for since it started. */
export interface ApiUsage {
  readonly apiVersion: string;
  readonly resource: string;
  readonly subresource: string;
  /** Requests by verb, as the server counts them: LIST, WATCH, POST ... */
  readonly requests: Readonly<Record<string, number>>;
}

/** What one API server's /metrics say. */
export interface ServerUsage {
  readonly usages: readonly ApiUsage[];
  /** Since when it counts, ms since the epoch; null: it does not say. */
  readonly since: number | null;
}
