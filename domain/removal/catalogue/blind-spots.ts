/** What a version changes and no object shows: no one can say that it breaks nothing. */
export interface BlindSpot {
  readonly id: string;
  /** What changes, and for whom. */
  readonly what: string;
  /** Where to look. */
  readonly check: string;
  /** Where it is said. */
  readonly source: `https://${string}`;
}

interface Row extends BlindSpot {
  /** Of Kubernetes 1: the first with the change; null: each has some. */
  readonly minor: number | null;
}

const rows: readonly Row[] = [
  {
    id: 'flags-and-gates',
    minor: null,
    what: 'removed flags, feature gates and admission plugins: components that set them do not start',
    check:
      'the changelogs of the minors, for self-managed kubelets and control planes; AKS configures its own',
    source: 'https://github.com/kubernetes/kubernetes/tree/master/CHANGELOG',
  },
  {
    id: 'cgroup-v2-programs',
    minor: 25,
    what: 'AKS nodes use cgroup v2: programs that read their memory limit from cgroup v1 paths find none (Java before 8u372, 11.0.16 and 15)',
    check: 'the container images',
    source: 'https://kubernetes.io/docs/concepts/architecture/cgroups/',
  },
  {
    id: 'cgroup-v1-nodes',
    minor: 35,
    what: 'kubelets do not start on cgroup v1 unless configured to; a scan sees only the operating system name of nodes (full mode)',
    check: 'stat -fc %T /sys/fs/cgroup on a node: cgroup2fs is v2; kubelet_cgroup_version of its metrics',
    source: 'https://kubernetes.io/blog/2025/12/17/kubernetes-v1-35-release/',
  },
  {
    id: 'ipvs',
    minor: 35,
    what: 'the ipvs mode of kube-proxy is deprecated',
    check: 'networkProfile.kubeProxyConfig in az aks show; elsewhere the kube-proxy ConfigMap',
    source: 'https://kubernetes.io/blog/2025/12/17/kubernetes-v1-35-release/',
  },
  {
    id: 'static-pods',
    minor: 37,
    what: 'static pods may no longer refer to Secrets or ConfigMaps; their manifests are on the nodes',
    check: 'the static pod directory of self-managed nodes; AKS does not allow static pods',
    source: 'https://github.com/kubernetes/kubernetes/blob/master/CHANGELOG/CHANGELOG-1.37.md',
  },
];

/** What changes on the way from a server's minor to a target and cannot be seen; both of Kubernetes 1. */
export function blindSpotsBetween(server: number, target: number): readonly BlindSpot[] {
  if (target <= server) return [];
  return rows
    .filter(({ minor }) => minor === null || (minor > server && minor <= target))
    .map(({ id, what, check, source }) => ({ id, what, check, source }));
}
