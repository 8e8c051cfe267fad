import { z } from 'zod';
import type { ManagedCluster } from '../cluster/managed-cluster.ts';
import { numberAt, textAt } from '../values/json-value.ts';

const plenty = 100_000;

/** A limit on cores of a fleet file; families that no line names have plenty. */
export const quotaSchema = z.strictObject({
  subscription: z.guid().default('00000000-0000-0000-0000-00000000000a'),
  location: z.string().default('westeurope'),
  family: z.string().describe('such as standardDDSv5Family, or cores for all of a region'),
  limit: z.int().min(0),
});

export type Quota = z.output<typeof quotaSchema>;

export interface CoreUsage {
  readonly family: string;
  readonly used: number;
  readonly limit: number;
}

/** Cores of a machine size: the first number of its name. */
export function coresOf(vmSize: string): number {
  return Number(/^[A-Za-z]+_[A-Z]+(\d+)/.exec(vmSize)?.[1] ?? 4);
}

/** The quota family of a machine size: Standard_D4ds_v5 is of standardDDSv5Family. */
export function familyOf(vmSize: string): string {
  const [, letters = 'D', , features = '', version = ''] =
    /_([A-Z]+)(\d+)([a-z]*)(?:_(v\d+))?/.exec(vmSize) ?? [];
  return `standard${letters}${features.toUpperCase()}${version}Family`;
}

/** Cores in use and allowed in a region of a subscription: all together first, then family by family. */
export function coreUsages(
  quotas: readonly Quota[],
  clusters: readonly ManagedCluster[],
  subscription: string,
  location: string,
): readonly CoreUsage[] {
  const isHere = (place: { readonly subscription: string; readonly location: string }) =>
    place.subscription.toLowerCase() === subscription.toLowerCase() &&
    place.location.toLowerCase() === location.toLowerCase();
  const used = new Map([['cores', 0]]);
  const named = quotas.filter(isHere);
  for (const { family } of named) used.set(family, 0);
  for (const { properties, surge } of clusters.filter(isHere).flatMap(({ pools }) => pools)) {
    const vmSize = textAt(properties, 'vmSize') ?? '';
    const cores = (numberAt(properties, 'count', 0) + surge.size) * coresOf(vmSize);
    for (const family of ['cores', familyOf(vmSize)]) used.set(family, (used.get(family) ?? 0) + cores);
  }
  return [...used].map(([family, count]) => ({
    family,
    used: count,
    limit: named.find((quota) => quota.family === family)?.limit ?? plenty,
  }));
}
