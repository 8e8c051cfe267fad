import { z } from 'zod';
import { choice } from './scalars.ts';
import { removedApiWaiver } from './waiver-file.ts';

const mostWaivers = 200;

const choices = ['Block', 'Warn', 'Ignore'] as const;
const blocking = (about: string) => choice(choices).prefault('Block').describe(about);
const warning = (about: string) => choice(choices).prefault('Warn').describe(about);

const optional = (about: string) => choice(choices).prefault('Ignore').describe(about);

/** What is looked at before anything is touched, and what becomes of what is found. */
export const preflight = z.strictObject({
  removedApis: blocking(
    'Who uses API versions that the target takes away: by requests, writers, what kubectl applied, and Helm releases. What may not be read of these blocks, too. Looked at where the control plane gets another minor. Takes the rights to list secrets and to get /metrics.',
  ),
  removedApisMode: choice(['gate', 'full'])
    .prefault('gate')
    .describe(
      'gate: kinds with a version that ends between cluster and target. full: all that ever ended; more lists.',
    ),
  removedApisWaivers: z
    .array(removedApiWaiver)
    .max(mostWaivers, { error: `expected at most ${mostWaivers} waivers` })
    .prefault([])
    .describe(
      'Uses that are accepted, each until its last day by the clock of the campaign: they hold nothing, and the plan names them. What could not be read cannot be waived.',
    ),
  drainBlockers: blocking(
    'Budgets that let no pod go, pods that do not end. Warned of, never blocking: pods that nobody makes anew, workloads of one replica, long grace periods, what is lost with an emptyDir, workloads that are not well already.',
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
    'Webhooks and policies that refuse an eviction which the budget allows: tried without effect (dryRun) on one pod of each workload, at most 20. Takes the right to create pods/eviction.',
  ),
  securityBaseline: optional(
    'Controls of the security baseline that fail now, of severity `baseline.threshold` or worse: an audit of each cluster, by `plan` and by the campaign.',
  ),
  certificates: warning(
    "The API server's certificate, or that of the cluster's authority, ends within 30 days.",
  ),
});
