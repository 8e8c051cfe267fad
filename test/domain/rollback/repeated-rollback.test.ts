import { expect, it } from 'vitest';
import { isRepeated } from '#domain/rollback/repeated-rollback.ts';

it.each([
  ['the same pool once more', 'np1', 'np1', true],
  ['the whole cluster once more', null, null, true],
  ['one pool of a cluster whose pools all go back', 'np1', null, true],
  ['another pool', 'np2', 'np1', false],
  ['the whole cluster while one pool goes back', null, 'np1', false],
])('an order to take back %s', (_, pool, carriedOut, repeated) => {
  expect(isRepeated({ pool }, { pool: carriedOut })).toBe(repeated);
});
