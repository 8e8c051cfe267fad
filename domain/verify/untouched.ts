import type { PoolTruth } from './pool-outcome.ts';

/** None of its nodes was upgraded: there is nothing on them to roll back. */
export function isUntouched({ end, nodes }: Pick<PoolTruth, 'end' | 'nodes'>): boolean {
  return (end === 'Failed' || end === 'Canceled') && nodes?.done === 0;
}
