import { describe, expect, it } from 'vitest';
import { findAt, formatJsonPath, parseJsonPath } from '#domain/metric/json-path.ts';

describe('a path into JSON', () => {
  it.each([
    ['$.ok', ['ok']],
    ['$.a.b[0].c', ['a', 'b', 0, 'c']],
    ['$[3]', [3]],
    ['$.a-b._c1[0][1]', ['a-b', '_c1', 0, 1]],
  ])('%s is read and written', (text, steps) => {
    expect(parseJsonPath(text)).toEqual(steps);
    expect(formatJsonPath(steps)).toBe(text);
  });

  it.each([
    '',
    '$',
    'ok',
    '.ok',
    '$..ok',
    '$.*',
    '$.a[*]',
    '$.a[-1]',
    '$.a[1:2]',
    "$['a']",
    '$.a[?@.b]',
    '$.a.',
    '$.1',
  ])('%j is not read', (text) => {
    expect(parseJsonPath(text)).toBeNull();
  });

  it.each<[string, unknown]>([
    ['$.a.b[1].c', true],
    ['$.a.b[0].c', undefined],
    ['$.a.b[9]', undefined],
    ['$.a.missing.c', undefined],
    ['$.a[0]', undefined],
    ['$.a.b.length', undefined],
    ['$.a.toString', undefined],
    ['$.n', null],
  ])('%s leads to %j', (text, found) => {
    expect(findAt({ a: { b: [{}, { c: true }] }, n: null }, parseJsonPath(text)!)).toBe(found);
  });
});
