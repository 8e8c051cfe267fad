import apiShapes from './api-shapes.json' with { type: 'json' };
import { customShapes } from './custom-shapes.ts';

/**
 * What k8s.io/api knows, and what we add: the fields of each struct and their types. A type is string, bool, integer, number, bytes,
 * any, time, quantity, intOrString, []T, map[string]T, or another struct. Written by scripts/dev/generate-api-shapes.ts.
 */
const shapes: Readonly<Record<string, Readonly<Record<string, string>>>> = { ...customShapes, ...apiShapes };

/** A field whose value is of another type than the API has it. */
export interface ShapeProblem {
  /** "spec.containers[0].securityContext.privileged" */
  readonly path: string;
  readonly message: string;
}

type Tell = (problem: ShapeProblem) => void;

const zeros: Readonly<Record<string, unknown>> = {
  string: '',
  bool: false,
  integer: 0,
  number: 0,
  quantity: '0',
};
const quantityForm = /^\s*[+-]?(\d+(\.\d*)?|\.\d+)(m|u|n|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|[eE][+-]?\d+)?\s*$/;
const timeForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

const isInteger = (value: unknown) => Number.isInteger(value) || typeof value === 'bigint';

const scalars: Readonly<
  Record<string, { readonly noun: string; readonly fits: (value: unknown) => boolean }>
> = {
  string: { noun: 'a string', fits: (value) => typeof value === 'string' },
  bytes: { noun: 'a string', fits: (value) => typeof value === 'string' },
  bool: { noun: 'true or false', fits: (value) => typeof value === 'boolean' },
  integer: { noun: 'a whole number', fits: isInteger },
  number: { noun: 'a number', fits: (value) => typeof value === 'number' },
  any: { noun: 'anything', fits: () => true },
  time: { noun: 'a time', fits: (value) => typeof value === 'string' && timeForm.test(value) },
  quantity: {
    noun: 'a quantity',
    fits: (value) => typeof value === 'number' || (typeof value === 'string' && quantityForm.test(value)),
  },
  intOrString: {
    noun: 'a whole number or a string',
    fits: (value) => typeof value === 'string' || isInteger(value),
  },
};

/**
 * Reads a value as the API server decodes it: unknown fields are dropped, null is unset (in a list or a map: the empty value), and
 * every wrong type is reported. The result has the shape only if nothing was reported.
 */
export function readShape(type: string, value: unknown, path: string, tell: Tell): unknown {
  const element = elementOf(type);
  if (element !== null) return readList(element, value, path, tell);
  if (type.startsWith('map[string]')) return readMap(type.slice('map[string]'.length), value, path, tell);
  const scalar = scalars[type];
  if (scalar === undefined) return readStruct(type, value, path, tell);
  if (!scalar.fits(value)) tell(expected(scalar.noun, value, path));
  return value;
}

type Fits = (value: unknown) => boolean;

const fitting = new Map<string, Fits>();

/** Whether a value can be used as it came: null nowhere, no wrong type. Reading it takes three times as long. */
export function fitsShape(type: string, value: unknown): boolean {
  return fitsFor(type)(value);
}

function fitsFor(type: string): Fits {
  const known = fitting.get(type);
  if (known !== undefined) return known;
  // A type may hold itself.
  fitting.set(type, (value) => fits(value));
  const fits = fitsOf(type);
  fitting.set(type, fits);
  return fits;
}

function fitsOf(type: string): Fits {
  const element = elementOf(type);
  if (element !== null) {
    const fits = fitsFor(element);
    return (value) => Array.isArray(value) && value.every(fits);
  }
  if (type.startsWith('map[string]')) {
    const fits = fitsFor(type.slice('map[string]'.length));
    return (value) => isObject(value) && Object.values(value).every(fits);
  }
  const scalar = scalars[type];
  if (scalar !== undefined) return (value) => value !== null && scalar.fits(value);
  const fields = new Map(Object.entries(shapes[type] ?? {}).map(([field, inner]) => [field, fitsFor(inner)]));
  return (value) => {
    if (!isObject(value)) return false;
    for (const field of Object.keys(value)) {
      const fits = fields.get(field);
      if (fits !== undefined && !fits(value[field])) return false;
    }
    return true;
  };
}

function elementOf(type: string): string | null {
  return type.startsWith('[]') ? type.slice(2) : null;
}

function readList(element: string, value: unknown, path: string, tell: Tell): unknown {
  if (!Array.isArray(value)) return refuse(expected('a list', value, path), tell);
  return value.map((each, at) =>
    each === null ? zeroOf(element) : readShape(element, each, `${path}[${at}]`, tell),
  );
}

function readMap(element: string, value: unknown, path: string, tell: Tell): unknown {
  if (!isObject(value)) return refuse(expected('a map', value, path), tell);
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      each === null ? zeroOf(element) : readShape(element, each, `${path}[${JSON.stringify(key)}]`, tell),
    ]),
  );
}

function readStruct(name: string, value: unknown, path: string, tell: Tell): unknown {
  if (!isObject(value)) return refuse(expected('an object', value, path), tell);
  const fields = shapes[name] ?? {};
  const read: Record<string, unknown> = {};
  for (const field of Object.keys(value)) {
    const given = value[field];
    const type = Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (type === undefined || given === null || given === undefined) continue;
    read[field] = readShape(type, given, path === '' ? field : `${path}.${field}`, tell);
  }
  return read;
}

function zeroOf(type: string): unknown {
  return type in zeros ? zeros[type] : {};
}

function refuse(problem: ShapeProblem, tell: Tell): undefined {
  tell(problem);
}

function expected(noun: string, value: unknown, path: string): ShapeProblem {
  return { path, message: `expected ${noun}, got ${say(value)}` };
}

function say(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return 'an object';
  return typeof value === 'bigint' ? String(value) : JSON.stringify(value);
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value where it is a text, else the other. */
export function textOf(value: unknown, otherwise = ''): string {
  return typeof value === 'string' ? value : otherwise;
}
