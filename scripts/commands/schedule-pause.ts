import { changeSchedule } from '../change-schedule.ts';
import type { CommandInput } from '../command-input.ts';
import type { ExitCode } from '../exit-codes.ts';

/** No night begins; one that runs goes on. */
export function run(input: CommandInput): Promise<ExitCode> {
  return changeSchedule(input, {
    verb: 'pause',
    needsReason: true,
    change: (handle, note) => handle.pause(note),
    told: ({ name, running }) =>
      [
        `Schedule ${name} is paused: no night begins.`,
        ...(running.length === 0 ? [] : [`A night runs and goes on: ${running.join(', ')}`]),
        `Next: drydock schedule resume ${name}`,
      ].join('\n'),
  });
}
