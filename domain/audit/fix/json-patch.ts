import type { KubernetesObject } from '../kubernetes/api-objects.ts';
import { isObject } from '../kubernetes/read-shape.ts';
import type { PodChange } from './pod-change.ts';

interface Operation {
  readonly op: 'test' | 'add' | 'remove';
  readonly path: string;
  readonly value?: unknown;
}

/** A JSON patch (RFC 6902) of the object; each container that it changes is tested for its name first. */
export function jsonPatch(
  object: KubernetesObject,
  template: readonly string[],
  changes: readonly PodChange[],
): readonly Operation[] {
  let patched: unknown = object;
  const tested = new Set<string>();
  return changes.flatMap(({ path, value }) => {
    const whole = [...template, ...path];
    const tests = namedAt(patched, whole).filter(({ path: place }) => !tested.has(place));
    for (const each of tests) tested.add(each.path);
    if (value === null) return [...tests, { op: 'remove' as const, path: pointer(whole) }];
    const { at, nested } = firstMissing(patched, whole, value);
    patched = withValue(patched, at, nested);
    return [...tests, { op: 'add' as const, path: pointer(at), value: nested }];
  });
}

function namedAt(object: unknown, path: PodChange['path']): readonly Operation[] {
  const at = path.findIndex((step) => typeof step === 'number');
  const container = at < 0 ? undefined : valueAt(object, path.slice(0, at + 1));
  if (!isObject(container) || container.name === undefined) return [];
  return [{ op: 'test', path: pointer([...path.slice(0, at + 1), 'name']), value: container.name }];
}

/** Where to add it, with the objects around it that are missing; what an object there holds besides stays. */
function firstMissing(object: unknown, path: PodChange['path'], value: unknown) {
  const depth = path.findIndex(
    (_, at) =>
      !isObject(valueAt(object, path.slice(0, at + 1))) &&
      typeof path[at + 1] !== 'number' &&
      typeof path[at] !== 'number',
  );
  const at = depth < 0 ? path : path.slice(0, depth + 1);
  const around = path.slice(at.length).toReversed();
  const before = valueAt(object, path);
  const merged = isObject(before) && isObject(value) ? { ...before, ...value } : value;
  return { at, nested: around.reduce<unknown>((inner, step) => ({ [step]: inner }), merged) };
}

function withValue(object: unknown, path: PodChange['path'], value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(object))
    return object.map((each: unknown, at) => (at === step ? withValue(each, rest, value) : each));
  const fields = isObject(object) ? object : {};
  return { ...fields, [step]: withValue(fields[step], rest, value) };
}

function valueAt(object: unknown, path: PodChange['path']): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      isObject(value) || Array.isArray(value)
        ? (value as Readonly<Record<string, unknown>>)[step]
        : undefined,
    object,
  );
}

function pointer(path: PodChange['path']): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
