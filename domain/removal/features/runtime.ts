import { listAt, textAt } from '../fields.ts';
import type { Feature, FeatureSubject } from './feature.ts';
import { podKinds } from './pod-parts.ts';

/** "web-token-x7k2p": what the API server once made for every service account. */
const madeToken = /^.+-token-[bcdfghjklmnpqrstvwxz2456789]{5}$/;

/** What runs containers, and what pods expect of it. */
export const runtime: readonly Feature[] = [
  {
    id: 'docker-socket',
    title: 'the socket of Docker',
    instead: "containerd's socket, or a build that needs no daemon",
    source:
      'https://kubernetes.io/docs/tasks/administer-cluster/migrating-from-dockershim/check-if-dockershim-removal-affects-you/',
    deprecated: 20,
    removed: 24,
    atEnd: 'WARN',
    kinds: podKinds,
    find: ({ pod }) =>
      listAt(pod?.spec, 'volumes').flatMap((volume) => {
        const path = textAt(volume, 'hostPath', 'path');
        return path !== null && /^\/(?:var\/)?run\/docker\.sock$/.test(path) ? [`hostPath ${path}`] : [];
      }),
  },
  {
    id: 'made-token-secret',
    title: 'secret of a service account token that was made by itself',
    instead: 'a projected token, or a secret that the manifest makes itself',
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
