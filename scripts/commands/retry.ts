import type { CommandInput } from '../command-input.ts';
import type { ExitCode } from '../exit-codes.ts';
import { requiredTarget, steerCommand } from '../steer-command.ts';
import { steerPart } from '../steer-part.ts';

export function run(input: CommandInput): Promise<ExitCode> {
  const target = requiredTarget(input);
  return steerCommand(input, `retry ${target}`, (session, name, request) =>
    steerPart(session, name, 'retry', { ...request, target }),
  );
}
