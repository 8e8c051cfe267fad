import type { Feature, FeatureSubject } from './feature.ts';
import { listAt, textAt } from './fields.ts';
import { podKinds } from './pod-parts.ts';

/** "web-token-x7k2p": what the API server once made for every service account. */
const madeToken = /^.+-token-[bcdfghjklmnpqrstvwxz2456789]{5}$/;

const release35 = 'https://kubernetes.io/blog/2025/12/17/kubernetes-v1-35-release/';
/** Systems that came before cgroup v2 was the default of their kind (kubernetes.io/docs/concepts/architecture/cgroups). */
const hasCgroup1 =
  /^(?:Ubuntu (?:16|18|20)\.04|Debian GNU\/Linux (?:9|10)\b|CentOS (?:Linux|Stream) [78]\b|Red Hat Enterprise Linux.* [78]\.|Amazon Linux 2$)/;

/** Many mount it without needing it, such as agents that watch whatever runtime there is. */
const dockerSocket = {
  instead: "containerd's socket, or a build that needs no daemon",
  source:
    'https://kubernetes.io/docs/tasks/administer-cluster/migrating-from-dockershim/check-if-dockershim-removal-affects-you/',
  deprecated: 20,
  removed: 24,
  kinds: podKinds,
} as const;

/** With `type: Socket` kubelets refuse the volume where there is none (kubernetes.io/docs/concepts/storage/volumes/#hostpath-volume-types). */
function socketsOf(pod: FeatureSubject['pod'], isRequired: boolean): readonly string[] {
  return listAt(pod?.spec, 'volumes').flatMap((volume) => {
    const path = textAt(volume, 'hostPath', 'path');
    const isSocket = path !== null && /^\/(?:var\/)?run\/docker\.sock$/.test(path);
    return isSocket && (textAt(volume, 'hostPath', 'type') === 'Socket') === isRequired
      ? [`hostPath ${path}`]
      : [];
  });
}

/** What runs containers, and what pods expect of it. */
export const runtime: readonly Feature[] = [
  {
    ...dockerSocket,
    id: 'docker-socket-required',
    title: 'Docker socket; without it the pod does not start',
    atEnd: 'BLOCK',
    find: ({ pod }) => socketsOf(pod, true),
  },
  {
    ...dockerSocket,
    id: 'docker-socket',
    title: 'Docker socket (an empty directory replaces it)',
    atEnd: 'WARN',
    find: ({ pod }) => socketsOf(pod, false),
  },
  {
    id: 'made-token-secret',
    title: 'auto-generated service account token secret',
    instead: 'a projected token, or a token secret in the manifest',
    source: 'https://github.com/kubernetes/enhancements/issues/2799',
    deprecated: null,
    removed: 24,
    atEnd: 'WARN',
    kinds: podKinds,
    find: ({ pod }) =>
      listAt(pod?.spec, 'volumes').flatMap((volume) => {
        const name = textAt(volume, 'secret', 'secretName');
        return name !== null && madeToken.test(name) ? [`volume of secret ${name}`] : [];
      }),
  },
  {
    id: 'docker-runtime',
    title: 'nodes that run Docker (dockershim)',
    instead: 'node pools with containerd',
    source: 'https://kubernetes.io/blog/2022/02/17/dockershim-faq/',
    deprecated: 20,
    removed: 24,
    atEnd: 'BLOCK',
    kinds: ['Node'],
    find: (subject) => runtimes(subject, /^docker:/),
  },
  {
    id: 'containerd-1',
    title: 'nodes that run containerd 1',
    instead:
      'containerd 2, which comes with node images; features of containerd 1 (schema 1 image manifests, daemon set settings) no longer work there',
    source: release35,
    deprecated: 35,
    removed: 36,
    atEnd: 'WARN',
    kinds: ['Node'],
    find: (subject) => runtimes(subject, /^containerd:\/\/1\./),
  },
  {
    id: 'cgroup-v1',
    title: 'nodes whose operating system uses cgroup v1 by default',
    instead: 'an operating system with cgroup v2, such as Ubuntu 22.04 or Azure Linux 3',
    source: release35,
    deprecated: 31,
    removed: 35,
    atEnd: 'WARN',
    kinds: ['Node'],
    find: ({ value }) => {
      const system = textAt(value, 'status', 'nodeInfo', 'osImage');
      return system !== null && hasCgroup1.test(system) ? [system] : [];
    },
  },
  {
    id: 'prefer-avoid-pods',
    title: 'annotation scheduler.alpha.kubernetes.io/preferAvoidPods of nodes',
    instead: 'taints',
    source: 'https://kubernetes.io/docs/reference/labels-annotations-taints/',
    deprecated: 22,
    removed: null,
    atEnd: 'WARN',
    kinds: ['Node'],
    find: ({ value }) =>
      textAt(value, 'metadata', 'annotations', 'scheduler.alpha.kubernetes.io/preferAvoidPods') === null
        ? []
        : ['annotation scheduler.alpha.kubernetes.io/preferAvoidPods'],
  },
];

function runtimes({ value }: FeatureSubject, form: RegExp): readonly string[] {
  const version = textAt(value, 'status', 'nodeInfo', 'containerRuntimeVersion');
  return version !== null && form.test(version) ? [version] : [];
}
