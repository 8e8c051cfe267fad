import { userInfo } from 'node:os';
import { CommandError } from './command-error.ts';
import type { OptionValues } from './command-input.ts';
import { exitCodes } from './exit-codes.ts';
import { ask } from './prompt.ts';

/** Who acts: `--as`, DRYDOCK_AS, or the local user. A claim, and recorded as one. */
export function operatorName(options: OptionValues): string {
  return options.text('as') ?? process.env.DRYDOCK_AS ?? userInfo().username;
}

/** Why: `--reason`, or what is typed at the prompt. Throws CommandError (64) where there is neither. */
export async function operatorReason(options: OptionValues, verb: string): Promise<string> {
  const given = options.text('reason')?.trim();
  if (given) return given;
  const typed = options.isOn('yes') ? null : await ask(`Why ${verb}? `);
  if (typed) return typed;
  throw new CommandError(
    exitCodes.usage,
    `a reason for ${verb} is missing`,
    'add --reason "..."; it is recorded',
  );
}
