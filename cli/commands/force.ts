import { parseDuration } from '#domain/text/duration.ts';
import { CommandError } from '../failure/command-error.ts';
import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import type { CommandInput } from '../input/command-input.ts';
import { steer } from '../steer/steer.ts';
import { requiredTarget, steerCommand } from '../steer/steer-command.ts';

/** It asks, as abort does: pods are taken away that their budgets would keep. */
export function run(input: CommandInput): Promise<ExitCode> {
  const target = requiredTarget(input, ['cluster']);
  const text = input.options.text('for') ?? '1h';
  const forMs = parseDuration(text);
  if (forMs === null || forMs <= 0)
    throw new CommandError(exitCodes.usage, `"${text}" is not a duration`, 'write --for 30m, --for 2h');
  const [name = ''] = input.positional;
  return steerCommand(
    input,
    `force ${target}`,
    (session, campaign, request) => steer(session, campaign, 'force', { ...request, target, forMs }),
    {
      question: `Force the upgrade of ${target}: no look at deprecated APIs in use, nor at disruption budgets?`,
      first: `drydock status ${name}`,
    },
  );
}
