import type { BucketLimit } from './token-bucket.ts';

/** A limit and the bucket it is counted in. */
export interface RequestLimit extends BucketLimit {
  readonly key: string;
}

type Counted = 'subscription' | 'group' | 'resource';

interface LimitRow extends BucketLimit {
  readonly name: string;
  readonly method: RegExp;
  readonly path: RegExp;
  readonly per: Counted;
}

const cluster = String.raw`^/subscriptions/[^/]+/resourcegroups/[^/]+/providers/microsoft\.containerservice/managedclusters/[^/]+`;
const clusterPath = new RegExp(cluster);
const any = /./;

/**
 * The AKS provider's limits, each counted by region; the first line that fits counts. "Limits for AKS resource provider requests",
 * learn.microsoft.com/azure/aks/quotas-skus-regions.
 */
const providerRows: readonly LimitRow[] = [
  {
    name: 'put-pool',
    method: /PUT/,
    path: new RegExp(`${cluster}/agentpools/[^/]+$`),
    per: 'resource',
    burst: 20,
    perSecond: 1 / 60,
  },
  {
    name: 'put-cluster',
    method: /PUT/,
    path: new RegExp(`${cluster}$`),
    per: 'resource',
    burst: 20,
    perSecond: 1 / 60,
  },
  {
    name: 'get-cluster',
    method: /GET/,
    path: new RegExp(`${cluster}$`),
    per: 'resource',
    burst: 60,
    perSecond: 1,
  },
  {
    name: 'list-in-group',
    method: /GET/,
    path: /\/resourcegroups\/[^/]+\/.*\/managedclusters$/,
    per: 'group',
    burst: 60,
    perSecond: 1,
  },
  { name: 'list', method: /GET/, path: /\/managedclusters$/, per: 'subscription', burst: 500, perSecond: 1 },
  {
    name: 'operation',
    method: /GET/,
    path: /\/locations\/[^/]+\/operations\//,
    per: 'subscription',
    burst: 200,
    perSecond: 2,
  },
  {
    name: 'other',
    method: any,
    path: /\/microsoft\.containerservice\//,
    per: 'subscription',
    burst: 60,
    perSecond: 1,
  },
];

/**
 * ARM's own limits per subscription, counted besides. "Understand how Azure Resource Manager throttles
 * requests", learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling.
 */
const managerRows: readonly LimitRow[] = [
  { name: 'reads', method: /GET|HEAD/, path: any, per: 'subscription', burst: 250, perSecond: 25 },
  { name: 'deletes', method: /DELETE/, path: any, per: 'subscription', burst: 200, perSecond: 10 },
  { name: 'writes', method: any, path: any, per: 'subscription', burst: 200, perSecond: 10 },
];

/**
 * Every bucket that a request takes a token from. `regionOf` knows the region of a cluster by its path in lower case; requests
 * whose region is unknown share a bucket.
 */
export function limitsFor(
  method: string,
  url: string,
  regionOf: (clusterPath: string) => string | undefined = () => undefined,
): readonly RequestLimit[] {
  const path = new URL(url).pathname.toLowerCase();
  const ofCluster = clusterPath.exec(path)?.[0];
  const region = /\/locations\/([^/]+)/.exec(path)?.[1] ?? (ofCluster && regionOf(ofCluster)) ?? '';
  return [
    ...limitOf(providerRows, method, path).map((limit) => ({ ...limit, key: `${limit.key} ${region}` })),
    ...limitOf(managerRows, method, path),
  ];
}

function limitOf(rows: readonly LimitRow[], method: string, path: string): readonly RequestLimit[] {
  const row = rows.find((each) => each.method.test(method) && each.path.test(path));
  return row === undefined ? [] : [{ key: `${row.name} ${scopeOf(row.per, path)}`, ...row }];
}

function scopeOf(per: Counted, path: string): string {
  if (per === 'resource') return path;
  const parts = path.split('/');
  return parts.slice(0, per === 'group' ? 5 : 3).join('/');
}
