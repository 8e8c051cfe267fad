import { userInfo } from 'node:os';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import type { OptionValues } from './command-input.ts';
import { ask } from './prompt.ts';

/**
 * Who acts: `--as`, DRYDOCK_AS, or the local user. A claim, and recorded as one.
 * Throws CommandError (64) for an empty `--as`, and where the system does not know the local user.
 */
export function operatorName(options: OptionValues): string {
  const name = viewerName(options);
  if (name !== null) return name;
  throw new CommandError(exitCodes.usage, 'the operator is unknown', 'name the operator: --as NAME');
}

/** Who reads; null: unknown. */
export function viewerName(options: OptionValues): string | null {
  return (options.text('as') ?? (process.env.DRYDOCK_AS || localUser())).trim() || null;
}

/** In a container, a user may have a number and no name. */
function localUser(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}

/** Why, where no one has to say it: `--reason`; empty: nothing was said. */
export function givenReason(options: OptionValues): string {
  return options.text('reason')?.trim() ?? '';
}

/** Why: `--reason`, or what is typed at the prompt. Throws CommandError (64) where there is neither. */
export async function operatorReason(options: OptionValues, verb: string): Promise<string> {
  refuseMissingReason(options, verb);
  const given = givenReason(options);
  if (given) return given;
  const typed = await ask(`Why ${verb}? `);
  if (typed) return typed;
  throw missingReason(verb);
}

/** Throws CommandError (64) where no reason is given and no one can be asked for it. */
export function refuseMissingReason(options: OptionValues, verb: string): void {
  const isAsked = process.stdin.isTTY && !options.isOn('yes');
  if (givenReason(options) === '' && !isAsked) throw missingReason(verb);
}

function missingReason(verb: string): CommandError {
  return new CommandError(
    exitCodes.usage,
    `--reason is missing (why ${verb}?)`,
    'add --reason "..."; it is recorded',
  );
}
