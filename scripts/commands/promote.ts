import type { CommandInput } from '../command-input.ts';
import type { ExitCode } from '../exit-codes.ts';
import { steer } from '../steer.ts';
import { optionalTarget, steerCommand } from '../steer-command.ts';

export function run(input: CommandInput): Promise<ExitCode> {
  const target = optionalTarget(input, ['stage', 'cluster']);
  return steerCommand(input, `promote ${target.target ?? 'the soak'}`, (session, name, request) =>
    steer(session, name, 'promote', { ...request, ...target }),
  );
}
