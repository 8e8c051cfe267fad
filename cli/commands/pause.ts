import type { ExitCode } from '../failure/exit-codes.ts';
import type { CommandInput } from '../input/command-input.ts';
import { steer } from '../steer/steer.ts';
import { steerCommand } from '../steer/steer-command.ts';

export function run(input: CommandInput): Promise<ExitCode> {
  // The table of commands lets no other level through.
  const at = input.options.text('at');
  return steerCommand(input, 'pause', (session, name, request) =>
    steer(session, name, 'pause', { ...request, ...(at === null ? {} : { at }) }),
  );
}
