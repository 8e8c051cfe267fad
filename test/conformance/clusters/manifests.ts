import { annotations } from '#simulator/kubernetes/objects/simulator-annotations.ts';
import type { Manifest } from './scene.ts';

interface PodWish {
  readonly app?: string;
  /** It runs, but never turns Ready. */
  readonly neverReady?: boolean;
  /** No node will have it. */
  readonly unplaceable?: boolean;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly finalizers?: readonly string[];
  readonly status?: object;
}

/** A pod that no one would make again. */
export function aPod(name: string, wish: PodWish = {}): Manifest {
  const { metadata, spec } = podTemplate({ app: 'web', ...wish });
  const { finalizers, status } = wish;
  return {
    kind: 'Pod',
    metadata: { ...metadata, name, ...(finalizers && { finalizers }) },
    spec,
    ...(status && { status }),
  } as Manifest;
}

/** Its pods are web-0, web-1 ..., made all at once. */
export function aStatefulSet(replicas: number, wish: PodWish & { readonly name?: string } = {}): Manifest {
  const { name = 'web' } = wish;
  const app = wish.app ?? name;
  return {
    kind: 'StatefulSet',
    metadata: { name },
    spec: {
      replicas,
      podManagementPolicy: 'Parallel',
      serviceName: name,
      selector: { matchLabels: { app, set: name } },
      template: podTemplate({ ...wish, app }, { set: name }),
    },
  } as Manifest;
}

export function aDeployment(name: string, replicas: number, wish: PodWish = {}): Manifest {
  const selector = { matchLabels: { app: name } };
  const template = podTemplate({ ...wish, app: name });
  return { kind: 'Deployment', metadata: { name }, spec: { replicas, selector, template } } as Manifest;
}

export function aDaemonSet(name: string): Manifest {
  const spec = { selector: { matchLabels: { app: name } }, template: podTemplate({ app: name }) };
  return { kind: 'DaemonSet', metadata: { name }, spec } as Manifest;
}

/** A budget of the pods with label app=web. */
export function aBudget(rules: object, name = 'web'): Manifest {
  const spec = { selector: { matchLabels: { app: 'web' } }, ...rules };
  return { kind: 'PodDisruptionBudget', metadata: { name }, spec } as Manifest;
}

function podTemplate(wish: PodWish, labels: object = {}) {
  const { app, neverReady, unplaceable } = wish;
  const notes = { ...wish.annotations, ...(neverReady && { [annotations.neverReady]: 'true' }) };
  return {
    metadata: { labels: { app, ...labels }, annotations: notes },
    spec: {
      containers: [{ name: 'main', image: 'web:1' }],
      ...(unplaceable && { nodeSelector: { disktype: 'none' } }),
    },
  };
}
