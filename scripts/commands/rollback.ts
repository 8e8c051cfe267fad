import type { CommandInput } from '../command-input.ts';
import type { ExitCode } from '../exit-codes.ts';
import { steer } from '../steer.ts';
import { requiredTarget, steerCommand } from '../steer-command.ts';

export function run(input: CommandInput): Promise<ExitCode> {
  const target = requiredTarget(input);
  return steerCommand(input, `rollback ${target}`, (session, name, request) =>
    steer(session, name, 'rollback', { ...request, target }),
  );
}
