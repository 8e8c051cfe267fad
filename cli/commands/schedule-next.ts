import { showRuns } from '#domain/calendar/show-runs.ts';
import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import type { CommandInput } from '../input/command-input.ts';
import { runCount, scheduleName } from '../input/schedule-input.ts';
import { nextTimes } from '../schedule/matching-times.ts';
import { findSchedule } from '../schedule/schedules.ts';
import { withTemporal } from '../temporal/temporal-client.ts';
import { runsText } from '../view/schedule/schedule-text.ts';
import { printJson, printText } from '../view/terminal/print.ts';

/** As the server will begin them, jitter included; windows and freezes are asked when a scheduled run begins. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { options } = input;
  const name = scheduleName(input);
  const count = runCount(input, 5);
  return withTemporal(async (session) => {
    const { schedule } = await findSchedule(session, name);
    const now = Date.now();
    const times = await nextTimes(session, name, { after: now, count });
    const { timezone, paused } = schedule;
    const runs = showRuns(times, timezone, now);
    if (options.wantsJson()) printJson({ kind: 'ScheduleRuns', name, timezone, paused, runs });
    else printText(runsText(runs, { timezone, pause: paused ? schedule : null }));
    return exitCodes.done;
  });
}
