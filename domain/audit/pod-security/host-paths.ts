import type { Severity } from '../control/severity.ts';

interface Danger {
  /** What a pod gets with it. */
  readonly what: string;
  readonly severity: Severity;
}

interface Place extends Danger {
  readonly paths: readonly string[];
  /** What lies in it is as dangerous. */
  readonly isWhole?: true;
}

/** Places that lead to root on a node. Some drivers need folders of /etc, /sys, /dev and /var/lib/kubelet: those are not among them. */
export const dangerousPlaces: readonly Place[] = [
  { paths: ['/', 'c:'], what: 'the whole file system of the node', severity: 'critical' },
  {
    paths: [
      '/run/docker.sock',
      '/run/containerd/containerd.sock',
      '/run/crio/crio.sock',
      '/run/cri-dockerd.sock',
      '//./pipe/docker_engine',
      '//./pipe/containerd-containerd',
    ],
    what: 'the socket of the container runtime',
    severity: 'critical',
  },
  {
    paths: ['/etc/kubernetes', '/var/lib/kubelet/pki', 'c:/k'],
    what: 'the credentials of the node',
    severity: 'critical',
    isWhole: true,
  },
  {
    paths: ['/var/lib/kubelet/pods', 'c:/var/lib/kubelet/pods'],
    what: 'the volumes and secrets of all pods of the node',
    severity: 'critical',
  },
  { paths: ['/var/lib/etcd'], what: 'the data of the cluster', severity: 'critical', isWhole: true },
  { paths: ['/proc'], what: 'the processes of the node', severity: 'critical', isWhole: true },
  {
    paths: ['/root', '/home', '/boot', '/etc/shadow', '/etc/ssh'],
    what: 'files by which others sign in to the node or by which it starts',
    severity: 'high',
    isWhole: true,
  },
  {
    paths: ['/dev', '/sys', '/usr', '/bin', '/sbin', '/lib', '/opt', '/etc', 'c:/windows', 'c:/programdata'],
    what: 'devices, programs or settings of the node',
    severity: 'high',
  },
  {
    paths: ['/var/lib/containerd', '/var/lib/docker'],
    what: 'the files of all containers of the node',
    severity: 'high',
    isWhole: true,
  },
  {
    paths: ['/var/log'],
    what: 'the logs of the node; a link in them reads any file through the kubelet',
    severity: 'high',
  },
];

/** What a hostPath gives that leads to root on the node; null: nothing known. */
export function judgeHostPath(path: string): Danger | null {
  const given = normal(path);
  return (
    dangerousPlaces.find(({ paths, isWhole }) =>
      paths.some((each) => holds(given, each) || (isWhole === true && holds(each, given))),
    ) ?? null
  );
}

/** Whether the path is the folder or lies in it. */
function holds(folder: string, path: string): boolean {
  return path === folder || (folder === '/' ? isOfLinux(path) : path.startsWith(`${folder}/`));
}

function isOfLinux(path: string): boolean {
  return path.startsWith('/') && !path.startsWith('//');
}

/** Without `.`, `..` and doubled slashes; /var/run is a link to /run on every node. Windows paths with slashes, in lower case. */
function normal(path: string): string {
  const isWindows = /^([a-z]:|\\\\)/i.test(path);
  if (isWindows) return path.replaceAll('\\', '/').toLowerCase().replace(/\/+$/, '');
  const steps: string[] = [];
  for (const step of path.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return `/${steps.join('/')}`.replace(/^\/var\/run(?=\/|$)/, '/run');
}
