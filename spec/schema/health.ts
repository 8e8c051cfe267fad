import { z } from 'zod';
import { metrics } from './metrics.ts';
import { choice, duration, wholeNumber } from './scalars.ts';

const anyNumber = () => wholeNumber(0, Number.MAX_SAFE_INTEGER);
const noThreshold = (about: string) => z.strictObject({}).optional().describe(about);

const every = {
  nodesReady: {},
  workloadsAvailable: {},
  podsRestarting: {},
  pendingPods: {},
  systemPods: {},
  failedJobs: {},
  apiServer: {},
  events: {},
};

const checks = z.strictObject({
  nodesReady: noThreshold('No node is worse than before: not ready, or under pressure.'),
  workloadsAvailable: z
    .strictObject({
      maxNewlyUnavailable: anyNumber().prefault(0).describe('How many workloads may have become worse.'),
    })
    .optional()
    .describe(
      'Workloads outside of kube-system have as many pods available as before, or as many as they want.',
    ),
  podsRestarting: z
    .strictObject({
      maxNewRestarts: anyNumber()
        .prefault(3)
        .describe('How often the containers of one workload may restart.'),
    })
    .optional()
    .describe('Containers do not restart repeatedly.'),
  pendingPods: z
    .strictObject({
      maxNew: anyNumber().prefault(0).describe('How many pods may wait too long.'),
      for: duration().prefault('5m').describe('How long a pod may wait.'),
    })
    .optional()
    .describe('Pods find a node, and their containers their images.'),
  systemPods: noThreshold('Workloads of kube-system have as many pods available as before.'),
  failedJobs: z
    .strictObject({ maxNew: anyNumber().prefault(0).describe('How many jobs may have failed.') })
    .optional()
    .describe('No job fails that did not fail before; pods ended by a drain do not count.'),
  apiServer: noThreshold("The API server's own checks (/readyz) pass."),
  events: noThreshold('Judges nothing: warnings are reported with the findings of the other checks.'),
});

const moments = ['AfterControlPlane', 'AfterPool', 'DuringSoak', 'AfterCluster'] as const;

/** When health is looked at, and what is looked at. */
export const health = z.strictObject({
  at: z
    .array(choice(moments))
    .prefault([...moments])
    .describe('After which steps; DuringSoak: during their soaks. Empty: health is not checked.'),
  checks: checks.prefault(every).describe('Given: only these checks. Absent: all of them.'),
  metrics: metrics
    .prefault([])
    .describe(
      'Measurements from elsewhere; at most 10. A metric that fails before a step is not judged after it.',
    ),
  settle: duration().prefault('2m').describe('How long a bad reading must last before it counts.'),
  goodReadings: wholeNumber(1, 100)
    .prefault(2)
    .describe('How many good readings in a row the campaign needs to continue.'),
});
