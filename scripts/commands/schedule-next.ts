import { showRuns } from '#domain/calendar/show-runs.ts';
import type { CommandInput } from '../command-input.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { nextTimes } from '../matching-times.ts';
import { printJson, printText } from '../print.ts';
import { runCount, scheduleName } from '../schedule-input.ts';
import { findSchedule } from '../schedules.ts';
import { withTemporal } from '../temporal-client.ts';
import { runsText } from '../view/schedule-text.ts';

/** As the server will begin them, jitter included; windows and freezes are asked when a night begins. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { options } = input;
  const name = scheduleName(input);
  const count = runCount(input, 5);
  return withTemporal(async (session) => {
    const { schedule } = await findSchedule(session, name);
    const now = Date.now();
    const times = await nextTimes(session, name, { after: now, count });
    const { timezone, paused, note } = schedule;
    const runs = showRuns(times, timezone, now);
    if (options.wantsJson()) printJson({ kind: 'ScheduleRuns', name, timezone, paused, runs });
    else printText(runsText(runs, { timezone, now, paused, note }));
    return exitCodes.done;
  });
}
