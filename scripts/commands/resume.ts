import type { CommandInput } from '../command-input.ts';
import type { ExitCode } from '../exit-codes.ts';
import { steer } from '../steer.ts';
import { steerCommand } from '../steer-command.ts';

export function run(input: CommandInput): Promise<ExitCode> {
  return steerCommand(input, 'resume', (session, name, request) => steer(session, name, 'resume', request));
}
