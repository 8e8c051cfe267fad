import type { KubernetesObject } from '../kubernetes/api-objects.ts';
import { isObject, textOf } from '../kubernetes/read-shape.ts';
import { makesPods } from '../pod-security/pod/read-pod.ts';
import type { Namespace } from './audited-cluster.ts';

/**
 * Every namespace that is defined or that pods live in, `default` among them; one that is not defined has no labels. Objects are
 * added one by one.
 */
export function gatheringNamespaces() {
  const found = new Map<string, Namespace>();
  const add = ({ apiVersion, kind, metadata }: KubernetesObject): void => {
    const { name, namespace, labels } = isObject(metadata) ? metadata : ({} as KubernetesObject);
    if (apiVersion === 'v1' && kind === 'Namespace' && typeof name === 'string') {
      found.set(name, { name, labels: withName(name, isObject(labels) ? labels : {}) });
    } else if (makesPods(textOf(apiVersion), textOf(kind))) {
      const home = textOf(namespace) || 'default';
      if (!found.has(home)) found.set(home, { name: home, labels: withName(home, {}) });
    }
  };
  return { add, found: found as ReadonlyMap<string, Namespace> };
}

/** The API server gives every namespace its name as a label. */
function withName(name: string, labels: KubernetesObject): Namespace['labels'] {
  const texts = Object.entries(labels).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return { ...Object.fromEntries(texts), 'kubernetes.io/metadata.name': name };
}
