/** What a version changes and no object shows: nobody can say that it breaks nothing. */
export interface BlindSpot {
  readonly id: string;
  /** What changes, and for whom. */
  readonly what: string;
  /** Where to look. */
  readonly look: string;
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
    what: 'flags, feature gates and admission plugins that a minor no longer knows: components that are given them do not start',
    look: "the minors' changelogs, where kubelets or control planes are set up by hand; AKS sets up its own",
    source: 'https://github.com/kubernetes/kubernetes/tree/master/CHANGELOG',
  },
  {
    id: 'cgroup-v2-programs',
    minor: 25,
    what: "nodes of AKS come with cgroup v2: programs that look for their memory's limit where cgroup v1 has it find none (Java before 8u372, 11.0.16 and 15)",
    look: 'the images',
    source: 'https://kubernetes.io/docs/concepts/architecture/cgroups/',
  },
  {
    id: 'cgroup-v1-nodes',
    minor: 35,
    what: 'kubelets do not start on cgroup v1, unless they are told to; of nodes only the name of their system is seen (full)',
    look: 'stat -fc %T /sys/fs/cgroup on a node: cgroup2fs is v2; kubelet_cgroup_version of its metrics',
    source: 'https://kubernetes.io/blog/2025/12/17/kubernetes-v1-35-release/',
  },
  {
    id: 'ipvs',
    minor: 35,
    what: 'kube-proxy in its mode ipvs is deprecated',
    look: 'networkProfile.kubeProxyConfig of az aks show; elsewhere the config map of kube-proxy',
    source: 'https://kubernetes.io/blog/2025/12/17/kubernetes-v1-35-release/',
  },
  {
    id: 'static-pods',
    minor: 37,
    what: 'static pods may not name secrets or config maps any more; they lie on nodes',
    look: 'the folder of static pods of nodes that one sets up oneself; AKS lets nobody have any',
    source: 'https://github.com/kubernetes/kubernetes/blob/master/CHANGELOG/CHANGELOG-1.37.md',
  },
];

/** What changes on the way from a server's minor to a target and cannot be seen; both of Kubernetes 1. */
export function blindSpotsBetween(server: number, target: number): readonly BlindSpot[] {
  if (target <= server) return [];
  return rows
    .filter(({ minor }) => minor === null || (minor > server && minor <= target))
    .map(({ id, what, look, source }) => ({ id, what, look, source }));
}
