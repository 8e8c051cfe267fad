import { TokenBucket } from './token-bucket.ts';

/** One bucket that a request draws from; `key` names its owner. */
interface Draw {
  readonly key: string;
  readonly size: number;
  readonly perSecond: number;
  /** Who refuses where it is empty: the resource provider, or ARM before it. */
  readonly owner: 'provider' | 'arm';
}

export interface LimitedRequest {
  readonly method: string;
  readonly path: string;
  /** Where the resource is; undefined for what belongs to no region. */
  readonly region: string | undefined;
}

export interface Allowance {
  /** What `x-ms-ratelimit-remaining-subscription-...` says. */
  readonly remaining: number;
  readonly remainingGlobal: number;
  /** Null where there was a token in every bucket. */
  readonly refusal: { readonly by: Draw['owner']; readonly retryAfterSeconds: number } | null;
}

/** ARM's own buckets per subscription and region (learn.microsoft.com, "Understand how Azure Resource Manager throttles requests"); the subscription's own are fifteen times as big. */
const armBuckets = {
  reads: { size: 250, perSecond: 25 },
  writes: { size: 200, perSecond: 10 },
  deletes: { size: 200, perSecond: 10 },
} as const;
const globalFactor = 15;

/** The resource provider's buckets: the first row that fits counts. Per region and per `key` of the path. */
const providerBuckets: readonly {
  readonly method: 'GET' | 'PUT';
  readonly path: RegExp;
  readonly key: RegExp;
  readonly size: number;
  readonly perSecond: number;
}[] = [
  {
    method: 'GET',
    path: /\/resourceGroups\/[^/]+\/.*\/managedClusters$/i,
    key: /^.*/,
    size: 60,
    perSecond: 1,
  },
  { method: 'GET', path: /\/managedClusters$/i, key: /^.*/, size: 500, perSecond: 1 },
  { method: 'PUT', path: /\/agentPools\/[^/]+$/i, key: /^.*/, size: 20, perSecond: 1 / 60 },
  { method: 'PUT', path: /\/managedClusters\/[^/]+$/i, key: /^.*/, size: 20, perSecond: 1 / 60 },
  { method: 'GET', path: /\/managedClusters\/[^/]+$/i, key: /^.*/, size: 60, perSecond: 1 },
  { method: 'GET', path: /\/operations\/[^/]+$/i, key: /^\/subscriptions\/[^/]+/i, size: 200, perSecond: 2 },
];
const otherwise = { size: 60, perSecond: 1, key: /^\/subscriptions\/[^/]+/i };

/** Counts requests against Azure's limits, in real time. Whether an empty bucket refuses is the caller's business. */
export class RateLimits {
  readonly #buckets = new Map<string, TokenBucket>();

  /** Draws a token from every bucket of the request, or, where one is empty, from none. */
  draw(request: LimitedRequest, nowMs: number): Allowance {
    const [own, global, ...rest] = drawsOf(request).map((draw) => ({
      draw,
      bucket: this.#bucket(draw, nowMs),
    }));
    const all = [own!, global!, ...rest];
    const waits = all.map(({ draw, bucket }) => ({ by: draw.owner, waitMs: bucket.waitMs(nowMs) }));
    const worst = waits.toSorted((left, right) => right.waitMs - left.waitMs)[0]!;
    if (worst.waitMs === 0) for (const { bucket } of all) bucket.take(nowMs);
    return {
      remaining: own!.bucket.left(nowMs),
      remainingGlobal: global!.bucket.left(nowMs),
      refusal:
        worst.waitMs === 0 ? null : { by: worst.by, retryAfterSeconds: Math.ceil(worst.waitMs / 1000) },
    };
  }

  #bucket({ key, size, perSecond }: Draw, nowMs: number): TokenBucket {
    const bucket = this.#buckets.get(key) ?? new TokenBucket(size, perSecond, nowMs);
    this.#buckets.set(key, bucket);
    return bucket;
  }
}

/** ARM's bucket of the region, the subscription's, and the resource provider's if the request is for it. */
function drawsOf({ method, path, region = 'global' }: LimitedRequest): readonly Draw[] {
  const [subscription = ''] = /^\/subscriptions\/[^/]+/i.exec(path.toLowerCase()) ?? [];
  const kind = method === 'GET' ? 'reads' : method === 'DELETE' ? 'deletes' : 'writes';
  const { size, perSecond } = armBuckets[kind];
  const arm = { key: `arm ${kind} ${region} ${subscription}`, size, perSecond, owner: 'arm' } as const;
  const global = {
    key: `arm ${kind} ${subscription}`,
    size: size * globalFactor,
    perSecond: perSecond * globalFactor,
    owner: 'arm',
  } as const;
  return path.toLowerCase().includes('/microsoft.containerservice/')
    ? [arm, global, providerDraw(method, path, region)]
    : [arm, global];
}

function providerDraw(method: string, path: string, region: string): Draw {
  const index = providerBuckets.findIndex((row) => row.method === method && row.path.test(path));
  const row = providerBuckets[index] ?? otherwise;
  const [key = ''] = row.key.exec(path) ?? [];
  const { size, perSecond } = row;
  return { key: `provider ${index} ${region} ${key.toLowerCase()}`, size, perSecond, owner: 'provider' };
}
