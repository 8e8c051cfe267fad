import { z } from 'zod';

/** An Azure Kubernetes Fleet Manager of a fleet file, and the clusters that are its members. */
export const fleetManagerSchema = z.strictObject({
  name: z.string().min(1),
  subscription: z.guid().default('00000000-0000-0000-0000-00000000000a'),
  resourceGroup: z.string().min(1),
  location: z.string().default('westeurope'),
  members: z
    .array(
      z.strictObject({
        cluster: z.string().describe('name of a cluster of this file'),
        group: z.string().optional().describe('update group'),
      }),
    )
    .default([]),
  autoUpgradeProfiles: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        channel: z.enum(['Stable', 'Rapid', 'NodeImage', 'TargetKubernetesVersion']),
        disabled: z.boolean().default(false),
      }),
    )
    .default([]),
});

export type FleetManager = z.output<typeof fleetManagerSchema>;
