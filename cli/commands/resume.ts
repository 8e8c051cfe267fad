import type { ExitCode } from '../failure/exit-codes.ts';
import type { CommandInput } from '../input/command-input.ts';
import { steer } from '../steer/steer.ts';
import { steerCommand } from '../steer/steer-command.ts';

export function run(input: CommandInput): Promise<ExitCode> {
  return steerCommand(input, 'resume', (session, name, request) => steer(session, name, 'resume', request));
}
