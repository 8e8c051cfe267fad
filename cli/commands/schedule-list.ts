import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import type { CommandInput } from '../input/command-input.ts';
import { terminalPalette, terminalWidth } from '../input/terminal-options.ts';
import { listSchedules } from '../schedule/schedules.ts';
import { withTemporal } from '../temporal/temporal-client.ts';
import { scheduleTable } from '../view/schedule/schedule-text.ts';
import { printJson, printText } from '../view/terminal/print.ts';

export async function run({ options }: CommandInput): Promise<ExitCode> {
  const schedules = await withTemporal(listSchedules);
  if (options.wantsJson()) printJson({ kind: 'ScheduleList', schedules });
  else printText(scheduleTable(schedules, terminalPalette(options), terminalWidth().width));
  return exitCodes.done;
}
