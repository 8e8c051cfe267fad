import type { ExitCode } from '../failure/exit-codes.ts';
import type { CommandInput } from '../input/command-input.ts';
import { changeSchedule } from '../schedule/change-schedule.ts';

/** Scheduled runs begin again; those in between are not made up for. */
export function run(input: CommandInput): Promise<ExitCode> {
  return changeSchedule(input, {
    verb: 'resume',
    needsReason: false,
    describe: ({ name }) => `Schedule ${name} is resumed; missed runs are not started afterwards.`,
  });
}
