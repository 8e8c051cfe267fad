import { z } from 'zod';
import { choice, flag } from './scalars.ts';
import { controlWaiver } from './waiver-file.ts';

const mostWaivers = 200;

/** The audits of each cluster before its first and after its last change. */
export const baseline = z.strictObject({
  noRegression: flag()
    .prefault(true)
    .describe(
      'Whether each cluster is audited before its first change and after its last. A new failure, or a control that can no longer be judged, waits for a decision. What failed before does not count.',
    ),
  threshold: choice(['critical', 'high', 'medium', 'low'])
    .prefault('high')
    .describe('The lowest severity that counts, here and for `preflight.securityBaseline`.'),
  waivers: z
    .array(controlWaiver)
    .max(mostWaivers, { error: `expected at most ${mostWaivers} waivers` })
    .prefault([])
    .describe('Failures that are accepted, each until its last day by the clock of the campaign.'),
});
