/** A published limit: so many at once, refilled at so many a second. */
export interface BucketLimit {
  readonly burst: number;
  readonly perSecond: number;
}

/** How full a bucket was at an instant (ms). Below zero: tokens are promised that are still to come. */
export interface Bucket {
  readonly tokens: number;
  readonly at: number;
}

/**
 * Takes one token, now or, when none is left, the next that comes: `delayMs` says how long to wait for it.
 * `null` is a bucket never used: full. Never more than burst + perSecond * t requests start within t seconds.
 */
export function takeToken(
  bucket: Bucket | null,
  limit: BucketLimit,
  now: number,
): { readonly bucket: Bucket; readonly delayMs: number } {
  const tokens = tokensAt(bucket, limit, now) - 1;
  const at = bucket === null ? now : Math.max(now, bucket.at);
  return { bucket: { tokens, at }, delayMs: tokens >= 0 ? 0 : Math.ceil((-tokens / limit.perSecond) * 1000) };
}

/** How many tokens a bucket holds at an instant. A clock that went back refills nothing. */
export function tokensAt(bucket: Bucket | null, limit: BucketLimit, now: number): number {
  if (bucket === null) return limit.burst;
  const refilled = (Math.max(0, now - bucket.at) / 1000) * limit.perSecond;
  return Math.min(limit.burst, bucket.tokens + refilled);
}
