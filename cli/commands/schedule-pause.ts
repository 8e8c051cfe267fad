import type { ExitCode } from '../failure/exit-codes.ts';
import type { CommandInput } from '../input/command-input.ts';
import { changeSchedule } from '../schedule/change-schedule.ts';

/** No scheduled run begins; one that runs continues. */
export function run(input: CommandInput): Promise<ExitCode> {
  return changeSchedule(input, {
    verb: 'pause',
    needsReason: true,
    describe: ({ name, running }) =>
      [
        `Schedule ${name} is paused: no run starts.`,
        ...(running.length === 0 ? [] : [`A run in progress continues: ${running.join(', ')}`]),
        `Next: drydock schedule resume ${name}`,
      ].join('\n'),
  });
}
