import { CommandError } from '../command-error.ts';
import type { CommandInput } from '../command-input.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { matchingTimes } from '../matching-times.ts';
import { printJson, printText, say } from '../print.ts';
import { pastRange, scheduleName } from '../schedule-input.ts';
import { findSchedule, refuseBeside } from '../schedules.ts';
import { withTemporal } from '../temporal-client.ts';
import { describePreviousRun } from '../view/backfill-text.ts';
import { formatMoment } from '../view/moments.ts';
import { plural } from '../view/plural.ts';

/** Makes up now for nights that were missed: the first of the range runs; the others would run beside it, and do not. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { options } = input;
  const name = scheduleName(input);
  const range = pastRange(input, Date.now());
  return withTemporal(async (session) => {
    const { handle, schedule, createdAt } = await findSchedule(session, name);
    refuseBeside(schedule);
    const times = await matchingTimes(session, name, range);
    const runs = times.map((time) => new Date(time).toISOString());
    const [first] = runs;
    if (first === undefined)
      throw new CommandError(
        exitCodes.unclassified,
        `schedule ${name} has no run in that range`,
        `drydock schedule describe ${name}`,
      );
    const before = describePreviousRun(first, createdAt, schedule.timezone);
    if (before !== null) say(`warning: ${before}; it is made up for all the same`);
    const [start, end] = [new Date(range.from), new Date(range.to)];
    await session.within(() => handle.backfill({ start, end, overlap: 'SKIP' }));
    if (options.wantsJson()) printJson({ kind: 'ScheduleBackfill', name, runs });
    else {
      printText(`The night of ${formatMoment(first, 0, schedule.timezone)} begins now.`);
      if (runs.length > 1)
        printText(
          `Of ${plural(runs.length, 'run')} in the range only the first: a night does all that is to be done.`,
        );
      printText(`Next: drydock schedule describe ${name}`);
    }
    return exitCodes.done;
  });
}
