import { z } from 'zod';
import type { Json, JsonObject } from '../values/json-value.ts';

const raw = z.record(z.string(), z.json() as z.ZodType<Json>);

/** Plans of Microsoft Defender for Cloud of a fleet file; a subscription that none names has the free tier. */
export const defenderPlanSchema = z.strictObject({
  subscription: z.guid().default('00000000-0000-0000-0000-00000000000a'),
  tier: z.enum(['Free', 'Standard']),
});

export type DefenderPlan = z.output<typeof defenderPlanSchema>;

/** What other providers keep about a cluster, as ARM shows it below `properties`. */
export const roleAssignmentsSchema = z
  .array(raw)
  .default([])
  .describe('role assignments at the cluster and above: principalType, principalId, roleDefinitionId, scope');
export const diagnosticSettingsSchema = z
  .array(raw)
  .default([])
  .describe('diagnostic settings: logs with category and enabled');
export const safeguardsSchema = raw
  .optional()
  .describe('deployment safeguards: level; absent: there are none');

/** The three together. */
export interface AroundCluster {
  readonly roleAssignments: readonly JsonObject[];
  readonly diagnosticSettings: readonly JsonObject[];
  readonly deploymentSafeguards?: JsonObject | undefined;
}
