import { z } from 'zod';
import { quotaSchema } from '../capacity/core-quota.ts';
import { skuRestrictionSchema } from '../capacity/machine-sizes.ts';
import { networkSchema } from '../capacity/networks.ts';
import {
  defenderPlanSchema,
  diagnosticSettingsSchema,
  roleAssignmentsSchema,
  safeguardsSchema,
} from '../cluster/related-resources.ts';
import { faultSchema } from '../faults/fault-catalogue.ts';
import { deprecatedCallSchema } from '../kubernetes/cluster/deprecated-callers.ts';
import { helmReleaseSchema } from '../kubernetes/objects/helm-release.ts';
import type { Json } from '../values/json-value.ts';
import { fleetManagerSchema } from './fleet-manager.ts';
import { imageCadenceSchema, osSkus } from './node-images.ts';
import { lockSchema } from './resource-locks.ts';
import { scheduledEventSchema } from './scheduled-events.ts';

const json: z.ZodType<Json> = z.json();
const raw = z.record(z.string(), json);
const version = z.string().regex(/^\d+\.\d+\.\d+$/, 'expected a version such as 1.33.5');
const dnsName = z
  .string()
  .regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, 'expected lower-case letters, digits and hyphens');
const clusterName = z
  .string()
  .regex(/^[a-z0-9]([-a-z0-9]|\{n\}){0,61}$/, 'expected lower-case letters, digits, hyphens and {n}');
const guid = z.guid();

const pool = z
  .strictObject({
    name: z.string().regex(/^[a-z]([a-z0-9]|\{n\}){0,11}$/, 'expected 1 to 12 lower-case letters and digits'),
    repeat: z.int().min(1).max(99).optional().describe('so many alike; {n} in the name counts from 1'),
    mode: z.enum(['System', 'User']).default('User'),
    count: z.int().min(0).max(1000).default(1),
    osSku: z.enum(osSkus).default('Ubuntu'),
    vmSize: z.string().default('Standard_D4ds_v5'),
    version: version.optional().describe("the cluster's where absent"),
    image: z.enum(['previous', 'latest']).default('previous'),
    zones: z.array(z.string()).default([]),
    properties: raw.default({}).describe('raw ARM properties, laid over the ones made from the rest'),
  })
  .refine(({ name, osSku }) => !osSku.startsWith('Windows') || name.length <= 6, {
    path: ['name'],
    message: 'a Windows pool has a name of at most 6 characters',
  });

const budget = z
  .strictObject({
    minAvailable: z.union([z.int().min(0), z.string().regex(/^\d+%$/)]).optional(),
    maxUnavailable: z.union([z.int().min(0), z.string().regex(/^\d+%$/)]).optional(),
  })
  .refine((value) => (value.minAvailable === undefined) !== (value.maxUnavailable === undefined), {
    message: 'expected either minAvailable or maxUnavailable',
  });

const workload = z.strictObject({
  kind: z.enum(['Deployment', 'DaemonSet']),
  namespace: z.string(),
  name: z.string(),
  replicas: z.int().min(0).default(1),
  os: z.enum(['linux', 'windows']).default('linux'),
  pool: z.string().optional().describe('keeps the pods on this pool'),
  image: z.string().default('registry.invalid/app:1'),
  budget: budget.optional(),
});

const repeat = z
  .strictObject({
    times: z.int().min(1).max(5000),
    subscriptions: z.array(guid).min(1).optional(),
    locations: z.array(z.string()).min(1).optional(),
    tags: z.record(z.string(), z.array(z.string()).min(1)).default({}),
  })
  .describe(
    'so many clusters alike; {n} counts from 1; subscriptions, locations and tags are used in rotation',
  );

const cluster = z.strictObject({
  name: clusterName,
  repeat: repeat.optional(),
  subscription: guid.default('00000000-0000-0000-0000-00000000000a'),
  resourceGroup: z.string().min(1),
  location: z.string().default('westeurope'),
  version,
  tags: z.record(z.string(), z.string()).default({}),
  tier: z.enum(['Free', 'Standard', 'Premium']).default('Standard'),
  entra: z.boolean().default(false).describe('Entra sign-in: the user kubeconfig names kubelogin'),
  kubeconfig: z
    .string()
    .min(1)
    .optional()
    .describe(
      'what its credentials are, as text: an API server that is elsewhere, in the place of the simulated one',
    ),
  stopped: z.boolean().default(false),
  provisioningState: z.enum(['Succeeded', 'Failed', 'Canceled']).default('Succeeded'),
  automatic: z.boolean().default(false).describe('an AKS Automatic cluster (sku.name)'),
  properties: raw.default({}).describe('raw ARM properties, laid over the ones made from the rest'),
  pools: z.array(pool).min(1),
  workloads: z.array(workload).default([]),
  maintenance: z
    .array(z.strictObject({ name: z.string(), properties: raw }))
    .default([])
    .describe('maintenance configurations as ARM shows them'),
  roleAssignments: roleAssignmentsSchema,
  diagnosticSettings: diagnosticSettingsSchema,
  deploymentSafeguards: safeguardsSchema,
  manifests: z.array(raw).default([]).describe('Kubernetes objects as they are'),
  helmReleases: z.array(helmReleaseSchema).default([]).describe('what Helm has installed'),
  deprecatedCalls: z
    .array(deprecatedCallSchema)
    .default([])
    .describe('requests for deprecated API versions, as /metrics of the API server reports them'),
});

/** The file that describes a simulated fleet. */
export const fleetSchema = z.strictObject({
  apiVersion: z.literal('drydock.dev/v1'),
  kind: z.literal('Fleet'),
  metadata: z.strictObject({ name: dnsName }),
  spec: z.strictObject({
    seed: z.int().min(0).default(1),
    speed: z.number().positive().default(1).describe('simulated seconds per real second'),
    start: z.iso.datetime().describe('simulated time at which the run begins'),
    clusters: z.array(cluster).min(1),
    quotas: z.array(quotaSchema).default([]).describe('limits on cores'),
    networks: z.array(networkSchema).default([]).describe('virtual networks with their subnets'),
    locks: z.array(lockSchema).default([]).describe('locks on subscriptions, groups and resources'),
    skuRestrictions: z
      .array(skuRestrictionSchema)
      .default([])
      .describe('machine sizes that a subscription does not get'),
    defenderPlans: z
      .array(defenderPlanSchema)
      .default([])
      .describe('plans of Defender for Containers; Free where none is named'),
    fleetManagers: z.array(fleetManagerSchema).default([]),
    faults: z.array(faultSchema).default([]),
    imageReleases: imageCadenceSchema
      .optional()
      .describe('how often new node images are released; absent: never'),
    scheduledEvents: z.array(scheduledEventSchema).default([]).describe('changes by others'),
  }),
});

export type Fleet = z.output<typeof fleetSchema>['spec'];
export type FleetCluster = Fleet['clusters'][number];
export type FleetPool = FleetCluster['pools'][number];
export type FleetWorkload = FleetCluster['workloads'][number];

/** JSON Schema of the file, draft-07, as people write it. */
export function fleetJsonSchema(): object {
  return z.toJSONSchema(fleetSchema, { target: 'draft-7', io: 'input', unrepresentable: 'any' });
}
