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
      maxNewlyUnavailable: anyNumber().prefault(0).describe('So many workloads may have become worse.'),
    })
    .optional()
    .describe(
      'Workloads outside of kube-system have as many pods available as before, or as many as they want.',
    ),
  podsRestarting: z
    .strictObject({
      maxNewRestarts: anyNumber()
        .prefault(3)
        .describe('So often may the containers of one workload restart.'),
    })
    .optional()
    .describe('Containers do not restart again and again.'),
  pendingPods: z
    .strictObject({
      maxNew: anyNumber().prefault(0).describe('So many pods may wait too long.'),
      for: duration().prefault('5m').describe('How long a pod may wait.'),
    })
    .optional()
    .describe('Pods find a node, and their containers their images.'),
  systemPods: noThreshold('Workloads of kube-system have as many pods available as before.'),
  failedJobs: z
    .strictObject({ maxNew: anyNumber().prefault(0).describe('So many jobs may have failed.') })
    .optional()
    .describe('Jobs do not fail that did not before; pods that a drain ended do not count.'),
  apiServer: noThreshold("The API server's own checks (/readyz) pass."),
  events: noThreshold('Judges nothing: warnings are told beside what the others found.'),
});

const moments = ['AfterControlPlane', 'AfterPool', 'DuringSoak', 'AfterCluster'] as const;

/** When health is looked at, and what is looked at. */
export const health = z.strictObject({
  at: z
    .array(choice(moments))
    .prefault([...moments])
    .describe('After which steps; DuringSoak: all through their soaks. Empty: health is not looked at.'),
  checks: checks.prefault(every).describe('Given: the named ones are made. Absent: all of them.'),
  metrics: metrics
    .prefault([])
    .describe(
      'What is measured elsewhere; at most 10. One that fails before a step already is not judged after it.',
    ),
  settle: duration().prefault('2m').describe('How long a bad reading must last before it counts.'),
  goodReadings: wholeNumber(1, 100)
    .prefault(2)
    .describe('So many good readings in a row let the campaign go on.'),
});
