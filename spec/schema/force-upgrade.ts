import { z } from 'zod';
import { duration, text } from './scalars.ts';

/** Who may force, and for how long. */
export const forceUpgrade = z.strictObject({
  approvers: z
    .array(text('expected a name'))
    .prefault([])
    .describe('Who may say so; empty: anybody but the one who started the campaign.'),
  longest: duration({ atLeastMs: 60_000 })
    .prefault('4h')
    .describe('How long one attempt may be forced at most; it is switched off right after the attempt.'),
});
