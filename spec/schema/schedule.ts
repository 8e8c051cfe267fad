import { z } from 'zod';
import { parseCron } from '#domain/calendar/cron.ts';
import { timeZone } from './maintenance.ts';
import { choice, duration } from './scalars.ts';

const cronError = 'expected a cron expression such as "15 3 * * *"';

/** One expression, kept as it is written: Temporal's server reads it again. */
function cron() {
  return z
    .string({ error: cronError })
    .meta({ examples: ['15 3 * * *', '0 22 * * SAT'] })
    .superRefine((text, context) => {
      const parsed = parseCron(text);
      if (!parsed.ok)
        context.addIssue({ code: 'custom', message: `${JSON.stringify(text)} ${parsed.message}` });
    });
}

/** When a nightly run begins, and how long one may ask. */
export const schedule = z.strictObject({
  cron: z
    .array(cron())
    .min(1, { error: 'needs at least one cron expression' })
    .describe(
      'Five fields each: minute, hour, day of month, month, day of week. A run matches all of them, both day fields too.',
    ),
  timezone: timeZone().describe(
    'IANA name; the expressions are read in it, and runs are named by its dates.',
  ),
  jitter: duration().prefault('0s').describe('A run begins later by a random time up to this.'),
  catchUp: duration({ atLeastMs: 10_000 })
    .prefault('1h')
    .describe(
      'How much later a run may begin that Temporal or its workers could not begin in time; after that it is missed.',
    ),
  overlap: choice(['Skip', 'BufferOne'])
    .prefault('Skip')
    .describe(
      'A run that is due while another is in progress: Skip does not start it, BufferOne starts one such run afterwards and skips the others.',
    ),
  decideWithin: duration({ atLeastMs: 60_000 })
    .prefault('8h')
    .describe(
      'How long a run waits for an operator: at a gate, a pause or a decision. Then the rest is deferred to the next run.',
    ),
});
