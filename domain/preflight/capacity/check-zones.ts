import type { Cluster } from '../../fleet/fleet.ts';
import type { PlanStep } from '../../plan/contents/plan.ts';
import type { Found } from '../findings/preflight-finding.ts';
import type { MachineOffer } from '../findings/preflight-readings.ts';
import { surgingPools } from './surging-pools.ts';

/**
 * Whether Azure offers the machines of each pool that surges to this subscription: in every zone of the pool, or in the region
 * where it is in none. Azure says what it sells where, not whether machines are free at the moment.
 */
export function checkZones(
  cluster: Cluster,
  steps: readonly PlanStep[],
  machines: readonly MachineOffer[],
): readonly Found[] {
  return surgingPools(cluster, steps).flatMap(({ pool, nodes }): readonly Found[] => {
    const { name, vmSize, availabilityZones: wanted } = pool;
    const why = whyNot(cluster.location, vmSize, wanted, machines);
    if (why === null) return [];
    return [
      {
        check: 'availabilityZones',
        level: 'blocker',
        pool: name,
        what: `${nodes} may fail to start${inZones(wanted)}`,
        why,
        todo: `${nodes === 'its surge nodes' ? 'user pools: maxSurge 0 with maxUnavailable 1 needs no surge nodes; otherwise ' : ''}request the size from Azure, or move to a pool with another size`,
        evidence: [],
      },
    ];
  });
}

function inZones(wanted: readonly string[]): string {
  return wanted.length === 0 ? '' : ` in zone${wanted.length === 1 ? '' : 's'} ${wanted.join(', ')}`;
}

function whyNot(
  location: string,
  vmSize: string,
  wanted: readonly string[],
  machines: readonly MachineOffer[],
): string | null {
  const offer = machines.find(({ name }) => name.toLowerCase() === vmSize.toLowerCase());
  if (offer === undefined) return `Azure does not offer ${vmSize} in ${location}`;
  if (offer.isRefused) return `Azure restricts ${vmSize} in ${location} for this subscription`;
  const missing = wanted.filter((zone) => !offer.zones.includes(zone));
  if (missing.length > 0)
    return `Azure does not offer ${vmSize} in zone ${missing.join(', ')} of ${location}`;
  const refused = wanted.filter((zone) => offer.refusedZones.includes(zone));
  return refused.length === 0
    ? null
    : `Azure restricts ${vmSize} in zone ${refused.join(', ')} of ${location} for this subscription`;
}
