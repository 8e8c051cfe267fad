import type { CommandInput } from '../command-input.ts';
import type { ExitCode } from '../exit-codes.ts';
import { steer } from '../steer.ts';
import { steerCommand } from '../steer-command.ts';

export function run(input: CommandInput): Promise<ExitCode> {
  // The table of commands lets no other level through.
  const at = input.options.text('at');
  return steerCommand(input, 'pause', (session, name, request) =>
    steer(session, name, 'pause', { ...request, ...(at === null ? {} : { at }) }),
  );
}
