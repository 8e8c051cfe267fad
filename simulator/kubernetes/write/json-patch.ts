import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';

const pointer = z.string().regex(/^(\/.*)?$/);
const operation = z.discriminatedUnion('op', [
  z.object({ op: z.enum(['add', 'replace', 'test']), path: pointer, value: z.unknown() }),
  z.object({ op: z.literal('remove'), path: pointer }),
  z.object({ op: z.enum(['move', 'copy']), path: pointer, from: pointer }),
]);
type Operation = z.infer<typeof operation>;

/** Why a JSON patch does not apply; the API server answers 422, for a malformed one 400. */
export class JsonPatchError extends Error {
  readonly isMalformed: boolean;

  constructor(message: string, isMalformed = false) {
    super(message);
    this.isMalformed = isMalformed;
  }
}

/** Applies an RFC 6902 patch to a copy of the document. Throws JsonPatchError. */
export function applyJsonPatch(document: unknown, patch: unknown): unknown {
  const steps = z.array(z.looseObject({})).safeParse(patch);
  if (!steps.success) throw new JsonPatchError('the body is not a JSON patch (an array of operations)', true);
  const parsed = z.array(operation).safeParse(steps.data);
  if (!parsed.success) throw new JsonPatchError('an operation of the patch is none');
  return parsed.data.reduce(applyOperation, structuredClone(document));
}

function applyOperation(document: unknown, step: Operation): unknown {
  switch (step.op) {
    case 'add':
      return add(document, keysOf(step.path), step.value);
    case 'remove':
      return remove(document, keysOf(step.path));
    case 'replace':
      if (step.path === '') return step.value;
      return add(remove(document, keysOf(step.path)), keysOf(step.path), step.value);
    case 'copy':
      return add(document, keysOf(step.path), structuredClone(read(document, keysOf(step.from))));
    case 'move': {
      const value = read(document, keysOf(step.from));
      return add(remove(document, keysOf(step.from)), keysOf(step.path), value);
    }
    case 'test':
      if (isDeepStrictEqual(read(document, keysOf(step.path)), step.value)) return document;
      throw new JsonPatchError(`testing value ${step.path} failed: test failed`);
  }
}

function keysOf(path: string): readonly string[] {
  return path
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function read(document: unknown, keys: readonly string[]): unknown {
  let value = document;
  for (const key of keys) {
    if (!isContainer(value) || !Object.hasOwn(value, key)) throw missing(keys);
    value = value[key];
  }
  return value;
}

function add(document: unknown, keys: readonly string[], value: unknown): unknown {
  const last = keys.at(-1);
  if (last === undefined) return value;
  const parent = read(document, keys.slice(0, -1));
  if (Array.isArray(parent))
    parent.splice(last === '-' ? parent.length : indexIn(parent, last, keys), 0, value);
  else if (isContainer(parent)) parent[last] = value;
  else throw missing(keys);
  return document;
}

function remove(document: unknown, keys: readonly string[]): unknown {
  read(document, keys);
  const last = keys.at(-1);
  const parent = read(document, keys.slice(0, -1));
  if (last === undefined) throw missing(keys);
  if (Array.isArray(parent)) parent.splice(indexIn(parent, last, keys), 1);
  else if (isContainer(parent)) delete parent[last];
  return document;
}

function indexIn(list: readonly unknown[], key: string, keys: readonly string[]): number {
  const index = Number(key);
  if (!/^\d+$/.test(key) || index > list.length) throw missing(keys);
  return index;
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function missing(keys: readonly string[]): JsonPatchError {
  return new JsonPatchError(`the path /${keys.join('/')} does not exist`);
}
