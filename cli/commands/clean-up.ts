import type { ExitCode } from '../failure/exit-codes.ts';
import type { CommandInput } from '../input/command-input.ts';
import { steer } from '../steer/steer.ts';
import { requiredTarget, steerCommand } from '../steer/steer-command.ts';

/** It asks, as abort does: machines are deleted. */
export function run(input: CommandInput): Promise<ExitCode> {
  const target = requiredTarget(input, ['pool']);
  const [name = ''] = input.positional;
  return steerCommand(
    input,
    `clean up ${target}`,
    (session, campaign, request) => steer(session, campaign, 'clean-up', { ...request, target }),
    {
      question: `Drain the quarantined nodes of ${target} and delete their machines?`,
      first: `drydock status ${name}`,
    },
  );
}
