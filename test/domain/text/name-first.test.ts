import { expect, it } from 'vitest';
import { nameFirst } from '#domain/text/name-first.ts';

it.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b', 'c'], 'a, b, c'],
  [['a', 'b', 'c', 'd', 'e'], 'a, b, c and 2 more'],
])('%j is named as %j', (names, text) => {
  expect(nameFirst(names)).toBe(text);
});
