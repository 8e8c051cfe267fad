import type { ExitCode } from '../failure/exit-codes.ts';
import type { CommandInput } from '../input/command-input.ts';
import { requiredTarget, steerCommand } from '../steer/steer-command.ts';
import { steerPart } from '../steer/steer-target.ts';

export function run(input: CommandInput): Promise<ExitCode> {
  const target = requiredTarget(input);
  return steerCommand(input, `skip ${target}`, (session, name, request) =>
    steerPart(session, name, 'skip', { ...request, target }),
  );
}
