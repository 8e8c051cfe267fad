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

function metadataOf({ metadata }: KubernetesObject): KubernetesObject {
  return isObject(metadata) ? metadata : {};
}
