import { z } from 'zod';
import type { ManagedCluster } from '../cluster/managed-cluster.ts';
import { textAt } from '../values/json-value.ts';

const allZones = ['1', '2', '3'];

/** Where a fleet file says that Azure does not give a machine size to a subscription. */
export const skuRestrictionSchema = z.strictObject({
  subscription: z.guid().default('00000000-0000-0000-0000-00000000000a'),
  location: z.string().default('westeurope'),
  vmSize: z.string().min(1),
  zones: z.array(z.string()).default([]).describe('only in these; without: in the whole region'),
});

export type SkuRestriction = z.output<typeof skuRestrictionSchema>;

export interface MachineSize {
  readonly name: string;
  readonly zones: readonly string[];
  readonly restrictions: readonly SkuRestriction[];
}

interface Place {
  readonly subscription: string;
  readonly location: string;
}

/** The machine sizes of a region: those of the fleet's pools, and those that are restricted there; each in three zones. */
export function machineSizes(
  restrictions: readonly SkuRestriction[],
  clusters: readonly ManagedCluster[],
  place: Place,
): readonly MachineSize[] {
  const here = restrictions.filter((each) => isSamePlace(each, place));
  const used = clusters
    .filter((each) => isSamePlace(each, place))
    .flatMap(({ pools }) => pools.map(({ properties }) => textAt(properties, 'vmSize') ?? ''));
  const names = new Set([...used, ...here.map(({ vmSize }) => vmSize)]);
  return [...names].toSorted().map((name) => ({
    name,
    zones: allZones,
    restrictions: here.filter(({ vmSize }) => vmSize === name),
  }));
}

/** Why a machine of this size may not come up in these zones; undefined where it may. */
export function whyNoMachine(
  restrictions: readonly SkuRestriction[],
  place: Place,
  { vmSize, zones }: { readonly vmSize: string; readonly zones: readonly string[] },
): string | undefined {
  const found = restrictions.find(
    (each) =>
      isSamePlace(each, place) &&
      each.vmSize === vmSize &&
      (each.zones.length === 0 || each.zones.some((zone) => zones.includes(zone))),
  );
  if (found === undefined) return undefined;
  const where = found.zones.length === 0 ? '' : ` zones '${found.zones.join(', ')}'`;
  return `The requested VM size for resource 'Following SKUs have failed for Capacity Restrictions: ${vmSize}' is currently not available in location '${place.location}'${where}. Please try another size or deploy to a different location or different zone. See https://aka.ms/azureskunotavailable for details.`;
}

function isSamePlace(one: Place, other: Place): boolean {
  return (
    one.subscription.toLowerCase() === other.subscription.toLowerCase() &&
    one.location.toLowerCase() === other.location.toLowerCase()
  );
}
