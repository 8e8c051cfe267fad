import type { NodePool } from '../fleet/fleet.ts';

/** Azure's limits: learn.microsoft.com/azure/aks/create-node-pools. */
const longest = { Linux: 12, Windows: 6 } as const;

/** The old pool's name with the suffix, shortened to what Azure takes. */
export function newPoolName({ name, osType }: Pick<NodePool, 'name' | 'osType'>, suffix: string): string {
  return `${name.slice(0, longest[osType] - suffix.length)}${suffix}`;
}
