import type { CommandInput } from '../command-input.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { printJson, printText } from '../print.ts';
import { scheduleName } from '../schedule-input.ts';
import { findSchedule, readScheduledRuns } from '../schedules.ts';
import { withTemporal } from '../temporal-client.ts';
import { scheduleText } from '../view/schedule-text.ts';
import { terminalPalette } from '../view/terminal.ts';

/** What it is, when it runs next, and what its last nights did. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { options } = input;
  const name = scheduleName(input);
  return withTemporal(async (session) => {
    const { schedule } = await findSchedule(session, name);
    const scheduledRuns = await readScheduledRuns(session, schedule);
    if (options.wantsJson()) printJson({ kind: 'Schedule', ...schedule, recent: scheduledRuns });
    else printText(scheduleText(schedule, scheduledRuns, terminalPalette(options), Date.now()));
    return exitCodes.done;
  });
}
