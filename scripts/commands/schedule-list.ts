import type { CommandInput } from '../command-input.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { printJson, printText } from '../print.ts';
import { listSchedules } from '../schedules.ts';
import { withTemporal } from '../temporal-client.ts';
import { scheduleTable } from '../view/schedule-text.ts';
import { terminalPalette, terminalWidth } from '../view/terminal.ts';

export async function run({ options }: CommandInput): Promise<ExitCode> {
  const schedules = await withTemporal(listSchedules);
  if (options.wantsJson()) printJson({ kind: 'ScheduleList', schedules });
  else printText(scheduleTable(schedules, terminalPalette(options), Date.now(), terminalWidth().width));
  return exitCodes.done;
}
