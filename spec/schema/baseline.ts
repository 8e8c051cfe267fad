import { z } from 'zod';
import { choice, flag } from './scalars.ts';
import { controlWaiver } from './waiver-file.ts';

const mostWaivers = 200;

/** How safe a cluster has to be left. */
export const baseline = z.strictObject({
  noRegression: flag()
    .prefault(true)
    .describe(
      'Whether each cluster is audited before its first change and after its last: what fails by then and did not before, and what can no longer be told, waits for a person. What failed before may go on failing.',
    ),
  threshold: choice(['critical', 'high', 'medium', 'low'])
    .prefault('high')
    .describe('From which severity on a failure counts, here and for `preflight.securityBaseline`.'),
  waivers: z
    .array(controlWaiver)
    .max(mostWaivers, { error: `expected at most ${mostWaivers} waivers` })
    .prefault([])
    .describe('Failures that are accepted, each until its last day by the clock of the campaign.'),
});
