import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import type { CommandInput } from '../input/command-input.ts';
import { scheduleName } from '../input/schedule-input.ts';
import { terminalPalette } from '../input/terminal-options.ts';
import { findSchedule, readScheduledRuns } from '../schedule/schedules.ts';
import { withTemporal } from '../temporal/temporal-client.ts';
import { scheduleText } from '../view/schedule/schedule-text.ts';
import { printJson, printText } from '../view/terminal/print.ts';

/** What it is, when it runs next, and what its last scheduled runs did. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { options } = input;
  const name = scheduleName(input);
  return withTemporal(async (session) => {
    const { schedule } = await findSchedule(session, name);
    const scheduledRuns = await readScheduledRuns(session, schedule);
    if (options.wantsJson()) printJson({ kind: 'Schedule', ...schedule, recent: scheduledRuns });
    else printText(scheduleText(schedule, scheduledRuns, terminalPalette(options)));
    return exitCodes.done;
  });
}
