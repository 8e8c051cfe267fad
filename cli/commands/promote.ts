import type { ExitCode } from '../failure/exit-codes.ts';
import type { CommandInput } from '../input/command-input.ts';
import { steer } from '../steer/steer.ts';
import { optionalTarget, steerCommand } from '../steer/steer-command.ts';

export function run(input: CommandInput): Promise<ExitCode> {
  const target = optionalTarget(input, ['stage', 'cluster']);
  return steerCommand(input, `promote ${target.target ?? 'the soak'}`, (session, name, request) =>
    steer(session, name, 'promote', { ...request, ...target }),
  );
}
