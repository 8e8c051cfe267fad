import type { KubernetesObject } from '../kubernetes/api-objects.ts';
import { isObject } from '../kubernetes/read-shape.ts';
import type { PodSpec } from '../pod-security/pod/pod.ts';
import type { PodChange } from './pod-change.ts';

type Fields = Record<string, unknown>;

/** A strategic merge patch that names its object; the server finds containers by their names. */
export function strategicPatch(
  { apiVersion, kind, metadata }: KubernetesObject,
  template: readonly string[],
  changes: readonly PodChange[],
  spec: PodSpec,
): object {
  const { name, namespace } = isObject(metadata) ? metadata : ({} as KubernetesObject);
  const patch: Fields = {
    apiVersion,
    kind,
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
  };
  for (const { path, value } of changes) {
    const [, list] = path;
    const containers = list === 'containers' || list === 'initContainers' ? (spec[list] ?? []) : [];
    set(
      patch,
      [...template, ...path],
      value,
      containers.map(({ name: own = '' }) => own),
    );
  }
  return patch;
}

function set(into: Fields, path: PodChange['path'], value: unknown, names: readonly string[]): void {
  const [step, next, ...rest] = path;
  const key = String(step);
  if (next === undefined) into[key] = value;
  else if (typeof next === 'number') {
    const list = (into[key] ?? []) as Fields[];
    const known = list.find(({ name }) => name === names[next]);
    const element = known ?? { name: names[next] };
    // The server takes over the order of a patch, and init containers run in theirs.
    const placeOf = ({ name }: Fields) => names.indexOf(String(name));
    into[key] = known === undefined ? [...list, element].toSorted((a, b) => placeOf(a) - placeOf(b)) : list;
    set(element, rest, value, names);
  } else {
    const inner = (into[key] ?? {}) as Fields;
    into[key] = inner;
    set(inner, [next, ...rest], value, names);
  }
}
