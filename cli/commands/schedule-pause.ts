import type { ExitCode } from '../failure/exit-codes.ts';
import type { CommandInput } from '../input/command-input.ts';
import { changeSchedule } from '../schedule/change-schedule.ts';
import { describePaused } from '../view/schedule/schedule-text.ts';

/** No scheduled run begins; one that runs continues. */
export function run(input: CommandInput): Promise<ExitCode> {
  return changeSchedule(input, {
    verb: 'pause',
    needsReason: true,
    describe: (schedule, before) => describePaused(before.paused ? before : null, schedule),
  });
}
