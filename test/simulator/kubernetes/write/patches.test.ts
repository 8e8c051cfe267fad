import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyJsonPatch, JsonPatchError } from '#simulator/kubernetes/write/json-patch.ts';
import { applyMergePatch, applyStrategicMergePatch } from '#simulator/kubernetes/write/merge-patch.ts';

describe('a JSON patch (RFC 6902)', () => {
  it.each<[string, unknown, unknown, unknown]>([
    ['adds a field', { a: 1 }, [{ op: 'add', path: '/b', value: 2 }], { a: 1, b: 2 }],
    ['inserts into a list', [1, 3], [{ op: 'add', path: '/1', value: 2 }], [1, 2, 3]],
    ['appends to a list', [1], [{ op: 'add', path: '/-', value: 2 }], [1, 2]],
    ['removes', { a: 1, b: 2 }, [{ op: 'remove', path: '/a' }], { b: 2 }],
    ['replaces', { a: [1, 2] }, [{ op: 'replace', path: '/a/0', value: 9 }], { a: [9, 2] }],
    ['moves', { a: 1 }, [{ op: 'move', from: '/a', path: '/b' }], { b: 1 }],
    ['copies', { a: 1 }, [{ op: 'copy', from: '/a', path: '/b' }], { a: 1, b: 1 }],
    ['reads escaped keys', { 'a/b~': 1 }, [{ op: 'replace', path: '/a~1b~0', value: 2 }], { 'a/b~': 2 }],
    ['goes on after a test that holds', { a: 1 }, [{ op: 'test', path: '/a', value: 1 }], { a: 1 }],
  ])('%s', (_, document, patch, result) => {
    expect(applyJsonPatch(document, patch)).toEqual(result);
  });

  it.each<[string, unknown]>([
    ['a test does not hold', [{ op: 'test', path: '/a', value: 2 }]],
    ['a path is missing', [{ op: 'replace', path: '/b/c', value: 2 }]],
    ['a removed field is missing', [{ op: 'remove', path: '/b' }]],
    ['it is no list of operations', { op: 'remove', path: '/a' }],
    ['an operation is unknown', [{ op: 'increment', path: '/a' }]],
  ])('does not apply where %s, and leaves the document alone', (_, patch) => {
    const document = { a: 1 };
    expect(() => applyJsonPatch(document, patch)).toThrow(JsonPatchError);
    expect(document).toEqual({ a: 1 });
  });
});

describe('a merge patch', () => {
  it.each<[string, unknown, unknown, unknown]>([
    ['merges objects', { a: { b: 1 } }, { a: { c: 2 } }, { a: { b: 1, c: 2 } }],
    ['removes by null', { a: 1, b: 2 }, { a: null }, { b: 2 }],
    ['replaces lists', { a: [1, 2] }, { a: [3] }, { a: [3] }],
    ['drops nulls of new objects', {}, { a: { b: null, c: 1 } }, { a: { c: 1 } }],
  ])('%s, strategic or not', (_, document, patch, result) => {
    expect(applyMergePatch(document, patch)).toEqual(result);
    expect(applyStrategicMergePatch(document, patch)).toEqual(result);
  });

  it('applied twice is as if applied once', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (document, patch) => {
        const once = applyMergePatch(document, patch);
        expect(applyMergePatch(once, patch)).toEqual(once);
      }),
    );
  });
});

describe('a strategic merge patch', () => {
  const containers = [{ name: 'main', image: 'a:1' }, { name: 'side' }];

  it.each<[string, object, object, object]>([
    [
      'merges list elements by their key, what is new as early as it may',
      { containers },
      { containers: [{ name: 'main', image: 'a:2' }, { name: 'new' }] },
      { containers: [{ name: 'main', image: 'a:2' }, { name: 'new' }, { name: 'side' }] },
    ],
    [
      'deletes list elements by directive',
      { containers },
      { containers: [{ name: 'main', $patch: 'delete' }] },
      { containers: [{ name: 'side' }] },
    ],
    [
      'replaces taints as a whole',
      { taints: [{ key: 'a' }, { key: 'b' }] },
      { taints: [{ key: 'c' }] },
      { taints: [{ key: 'c' }] },
    ],
    ['unites finalizers', { finalizers: ['a'] }, { finalizers: ['b', 'a'] }, { finalizers: ['b', 'a'] }],
    [
      'replaces an object by directive',
      { spec: { a: 1 } },
      { spec: { $patch: 'replace', b: 2 } },
      { spec: { b: 2 } },
    ],
    [
      'replaces a list by directive',
      { containers },
      { containers: [{ $patch: 'replace' }, { name: 'only' }] },
      { containers: [{ name: 'only' }] },
    ],
    ['deletes an object by directive', { a: 1, b: { c: 2 } }, { b: { $patch: 'delete' } }, { a: 1 }],
    [
      'retains the keys of $retainKeys',
      { strategy: { type: 'RollingUpdate', rollingUpdate: {} } },
      { strategy: { $retainKeys: ['type'], type: 'Recreate' } },
      { strategy: { type: 'Recreate' } },
    ],
    [
      'deletes values of a list by directive',
      { finalizers: ['a', 'b'] },
      { '$deleteFromPrimitiveList/finalizers': ['a'] },
      { finalizers: ['b'] },
    ],
    ['ignores the order directives of kubectl', { a: 1 }, { '$setElementOrder/conditions': [] }, { a: 1 }],
  ])('%s', (_, document, patch, result) => {
    expect(applyStrategicMergePatch(document, patch)).toEqual(result);
  });
});
