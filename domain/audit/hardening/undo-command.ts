import type { KubernetesObject } from '../kubernetes/api-objects.ts';
import { isObject, textOf } from '../kubernetes/read-shape.ts';

/** The kubectl command that takes back what was applied; `before`: the object as it was, null: it was not there. */
export function undoCommand(applied: KubernetesObject, before: KubernetesObject | null): string {
  const { name, namespace, labels, annotations } = metadataOf(applied);
  const kind = textOf(applied.kind).toLowerCase();
  if (kind === 'daemonset') {
    const named = Object.keys(isObject(annotations) ? annotations : {}).map((each) => `${each}-`);
    return `kubectl -n ${textOf(namespace)} annotate daemonset ${textOf(name)} ${named.join(' ')}`;
  }
  if (namespace === undefined && kind !== 'namespace')
    return undoUnplaced(kind, textOf(name), applied, before);
  if (kind !== 'namespace') return `kubectl -n ${textOf(namespace)} delete ${kind} ${textOf(name)}`;
  const had = before === null ? {} : metadataOf(before).labels;
  const pairs = Object.keys(isObject(labels) ? labels : {}).map((label) => {
    const value = isObject(had) ? had[label] : undefined;
    return typeof value === 'string' ? `${label}=${value}` : `${label}-`;
  });
  const removed = Object.keys(isObject(annotations) ? annotations : {}).map((each) => `${each}-`);
  return [
    `kubectl label namespace ${textOf(name)} --overwrite ${pairs.join(' ')}`,
    ...(removed.length === 0 ? [] : [`kubectl annotate namespace ${textOf(name)} ${removed.join(' ')}`]),
  ].join(' && ');
}

/** Of an object in no namespace: it is deleted, or its spec is as it was. */
function undoUnplaced(
  kind: string,
  name: string,
  applied: KubernetesObject,
  before: KubernetesObject | null,
): string {
  if (before === null) return `kubectl delete ${kind} ${name}`;
  const [is, was] = [applied, before].map(({ spec }) => (isObject(spec) ? spec : {}));
  const added = Object.keys(is ?? {}).filter((field) => !(field in (was ?? {})));
  const patch = JSON.stringify({
    spec: { ...was, ...Object.fromEntries(added.map((field) => [field, null])) },
  });
  return `kubectl patch ${kind} ${name} --type merge -p '${patch.replaceAll("'", String.raw`'\''`)}'`;
}

function metadataOf({ metadata }: KubernetesObject): KubernetesObject {
  return isObject(metadata) ? metadata : {};
}
