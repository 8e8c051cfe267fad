import type { CommandInput } from '../command-input.ts';
import type { ExitCode } from '../exit-codes.ts';
import { steer } from '../steer.ts';
import { optionalTarget, steerCommand } from '../steer-command.ts';

export function run(input: CommandInput): Promise<ExitCode> {
  const target = optionalTarget(input);
  return steerCommand(input, `abort ${target.target ?? 'the campaign'}`, (session, name, request) =>
    steer(session, name, 'abort', { ...request, ...target }),
  );
}
