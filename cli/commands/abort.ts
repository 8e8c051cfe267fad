import type { ExitCode } from '../failure/exit-codes.ts';
import type { CommandInput } from '../input/command-input.ts';
import { optionalTarget, steerCommand } from '../steer/steer-command.ts';
import { steerPart } from '../steer/steer-target.ts';

/** The one verb that asks: what it stops in Azure is not taken up again by itself. */
export function run(input: CommandInput): Promise<ExitCode> {
  const target = optionalTarget(input);
  const [name = ''] = input.positional;
  const what = target.target ?? 'the campaign';
  const confirmation = {
    question: `Abort ${target.target === undefined ? name : `${what} of ${name}`}, and what runs of it in Azure?`,
    first: `drydock status ${name}`,
  };
  return steerCommand(
    input,
    `abort ${what}`,
    (session, campaign, request) => steerPart(session, campaign, 'abort', { ...request, ...target }),
    confirmation,
  );
}
