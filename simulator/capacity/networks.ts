import { z } from 'zod';
import type { ManagedCluster } from '../cluster/managed-cluster.ts';
import { numberAt, objectAt, textAt } from '../values/json-value.ts';

/** Azure keeps five addresses of every subnet for itself. */
const reserved = 5;

/** A virtual network of a fleet file. Pools name a subnet by `vnetSubnetID` in their properties. */
export const networkSchema = z.strictObject({
  name: z.string().min(1),
  subscription: z.guid().default('00000000-0000-0000-0000-00000000000a'),
  resourceGroup: z.string().min(1),
  subnets: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        addressPrefix: z
          .string()
          .regex(/^\d+\.\d+\.\d+\.\d+\/\d+$/, 'expected a prefix such as 10.240.0.0/24'),
        othersUse: z.int().min(0).default(0).describe('addresses that others have taken'),
      }),
    )
    .min(1),
});

export type Network = z.output<typeof networkSchema>;
type Subnet = Network['subnets'][number];

export interface SubnetState {
  readonly id: string;
  readonly subnet: Subnet;
  readonly used: number;
  readonly size: number;
}

/** The subnet of that resource id, in any case, and how full it is; undefined where there is none. */
export function subnetAt(
  networks: readonly Network[],
  clusters: readonly ManagedCluster[],
  id: string,
): SubnetState | undefined {
  for (const network of networks) {
    for (const subnet of network.subnets) {
      const own = subnetId(network, subnet);
      if (own.toLowerCase() !== id.toLowerCase()) continue;
      const size = 2 ** (32 - Number(subnet.addressPrefix.split('/')[1])) - reserved;
      return { id: own, subnet, size, used: subnet.othersUse + usedBy(clusters, own) };
    }
  }
  return undefined;
}

/** Addresses one node takes: itself alone in an overlay, with all its pods without. */
export function addressesPerNode(cluster: ManagedCluster, maxPods: number): number {
  const { networkPlugin, networkPluginMode } = objectAt(cluster.properties, 'networkProfile');
  return networkPlugin === 'azure' && networkPluginMode !== 'overlay' ? maxPods + 1 : 1;
}

function usedBy(clusters: readonly ManagedCluster[], id: string): number {
  let used = 0;
  for (const cluster of clusters) {
    for (const { properties, surge } of cluster.pools) {
      if (textAt(properties, 'vnetSubnetID')?.toLowerCase() !== id.toLowerCase()) continue;
      const perNode = addressesPerNode(cluster, numberAt(properties, 'maxPods', 110));
      used += (numberAt(properties, 'count', 0) + surge.size) * perNode;
    }
  }
  return used;
}

function subnetId({ subscription, resourceGroup, name }: Network, subnet: Subnet): string {
  return `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.Network/virtualNetworks/${name}/subnets/${subnet.name}`;
}
