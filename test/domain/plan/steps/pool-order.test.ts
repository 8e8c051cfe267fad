import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderPools } from '#domain/plan/steps/pool-order.ts';
import { aPool, aWindowsPool } from '../../../builders/a-cluster.ts';

const pools = [
  aWindowsPool({ name: 'win22' }),
  aPool({ name: 'np2', mode: 'User' }),
  aPool({ name: 'np1', mode: 'User' }),
  aPool({ name: 'system2' }),
  aPool({ name: 'system' }),
];

const orderOf = (...globs: readonly string[]) => orderPools(pools, globs).map(({ name }) => name);

describe('pools of a cluster', () => {
  it.each([
    [['*'], ['system', 'system2', 'np1', 'np2', 'win22']],
    [[], ['system', 'system2', 'np1', 'np2', 'win22']],
    [
      ['np2', '*'],
      ['np2', 'system', 'system2', 'np1', 'win22'],
    ],
    [
      ['win*', 'np*'],
      ['win22', 'np1', 'np2', 'system', 'system2'],
    ],
    [
      ['*', 'np2'],
      ['system', 'system2', 'np1', 'np2', 'win22'],
    ],
  ])('ordered by %j are %j', (globs, names) => {
    expect(orderOf(...globs)).toEqual(names);
  });

  it('come in the same order however Azure lists them', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(pools, { minLength: pools.length }), (listed) => {
        expect(orderPools(listed, ['np*', '*'])).toEqual(orderPools(pools, ['np*', '*']));
      }),
    );
  });
});
