import { z } from 'zod';
import { choice } from './scalars.ts';
import { removedApiWaiver } from './waiver-file.ts';

const mostWaivers = 200;

const choices = ['Block', 'Warn', 'Ignore'] as const;
const blocking = (about: string) => choice(choices).prefault('Block').describe(about);
const warning = (about: string) => choice(choices).prefault('Warn').describe(about);

const optional = (about: string) => choice(choices).prefault('Ignore').describe(about);

/** What is checked before any change, and what follows from a finding. */
export const preflight = z.strictObject({
  removedApis: blocking(
    'Uses of API versions that the target removes: requests, field managers, what kubectl applied, Helm releases. A part that may not be read blocks, too, except for Helm releases, which take permission to list secrets: without it they are not judged, with a warning. Checked where the control plane gets another minor. Requires permission to get /metrics.',
  ),
  removedApisMode: choice(['gate', 'full'])
    .prefault('gate')
    .describe(
      'gate: kinds with a version that is removed between present version and target. full: every removed version, which reads more lists.',
    ),
  removedApisWaivers: z
    .array(removedApiWaiver)
    .max(mostWaivers, { error: `expected at most ${mostWaivers} waivers` })
    .prefault([])
    .describe(
      'Accepted uses, each until its last day by the clock of the campaign: they block nothing, and the plan names them. What could not be read cannot be waived.',
    ),
  drainBlockers: blocking(
    'Budgets that allow no eviction, pods that do not end. Only warnings: pods without a controller, workloads of one replica, long grace periods, data lost with an emptyDir, workloads that are already unhealthy.',
  ),
  unhealthyNodes: blocking('Nodes that are not ready or are quarantined, in the pools that are upgraded.'),
  versionSkew: blocking('Nodes that by their own word would be too far behind the new control plane.'),
  quota: blocking("The region's vCPUs have no room for the surge nodes."),
  subnetAddresses: blocking('The subnet of a pool has no addresses for its surge nodes.'),
  resourceLocks: blocking(
    "Locks of Azure's that would refuse the change, or the removal of surge nodes (ReadOnly; CanNotDelete above the machines).",
  ),
  availabilityZones: warning(
    'Machines of a pool that Azure does not offer, or not to this subscription: in a zone of the pool, or in the region where it is in none.',
  ),
  supportWindow: warning("The target is out of support within 60 days, or a pool's system within 180."),
  admissionWebhooks: warning('Webhooks that must answer and do not: no pod could be evicted or come back.'),
  dryRunEvictions: optional(
    'Webhooks and policies that refuse an eviction which the budget allows: a dry run on one pod of each workload, at most 20. Requires permission to create pods/eviction.',
  ),
  securityBaseline: optional(
    'Security controls that fail now, of severity `baseline.threshold` or worse: an audit of each cluster, by `plan` and by the campaign.',
  ),
  certificates: warning(
    "The API server's certificate, or that of the cluster's authority, ends within 30 days.",
  ),
});
