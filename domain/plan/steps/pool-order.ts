import type { NodePool } from '../../fleet/fleet.ts';
import { matchesGlob } from '../../text/glob.ts';

/**
 * The order in which the pools of a cluster are upgraded: by the first glob that matches (none: last), system
 * pools before the others, Linux before Windows, then by name.
 */
export function orderPools(pools: readonly NodePool[], order: readonly string[]): readonly NodePool[] {
  const keyOf = (pool: NodePool) => [
    rankOf(pool.name, order),
    pool.mode === 'System' ? 0 : 1,
    pool.osType === 'Linux' ? 0 : 1,
  ];
  return pools.toSorted((a, b) => {
    const [left, right] = [keyOf(a), keyOf(b)];
    const differing = left.findIndex((part, index) => part !== right[index]);
    if (differing !== -1) return (left[differing] ?? 0) - (right[differing] ?? 0);
    return a.name < b.name ? -1 : 1;
  });
}

function rankOf(name: string, order: readonly string[]): number {
  const rank = order.findIndex((glob) => matchesGlob(glob, name));
  return rank === -1 ? order.length : rank;
}
