import type { RequestTarget } from '../faults/fault-board.ts';

/** What a request is about, read off its method and address alone. */
export function requestTarget(method: string, url: URL): RequestTarget {
  const path = url.pathname;
  const [, root = ''] = path.split('/');
  if (root.toLowerCase() === 'k8s') {
    const isMutation = !['GET', 'HEAD'].includes(method) && !url.searchParams.has('dryRun');
    return { plane: 'kubernetes', method, path, cluster: path.split('/')[4] ?? null, pool: null, isMutation };
  }
  if (root.toLowerCase() !== 'subscriptions') {
    return { plane: 'token', method, path, cluster: null, pool: null, isMutation: false };
  }
  const isMutation = !['GET', 'HEAD'].includes(method) && !/\/listCluster\w+$/i.test(path);
  const cluster = segmentAfter(path, 'managedClusters') ?? ownerOf(segmentAfter(path, 'resourceGroups'));
  return { plane: 'arm', method, path, cluster, pool: segmentAfter(path, 'agentPools'), isMutation };
}

/** Of a node resource group, as AKS names it: MC_GROUP_CLUSTER_LOCATION. */
function ownerOf(group: string | null): string | null {
  return /^MC_.+_([^_]+)_[^_]+$/i.exec(group ?? '')?.[1] ?? null;
}

function segmentAfter(path: string, name: string): string | null {
  const segments = path.split('/');
  const index = segments.findIndex((segment) => segment.toLowerCase() === name.toLowerCase());
  return index === -1 ? null : (segments[index + 1] ?? null);
}
