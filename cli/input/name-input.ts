import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import type { CommandInput } from './command-input.ts';

const pattern = /^[a-z0-9]([-a-z0-9._]{0,61}[a-z0-9])?$/i;

/** What is typed as NAME of a `what`. Throws CommandError (64) for what is none. */
export function typedName({ positional }: CommandInput, what: string, example: string): string {
  const [typed = ''] = positional;
  if (pattern.test(typed)) return typed;
  throw new CommandError(
    exitCodes.usage,
    `"${typed}" is not a valid ${what} name`,
    `up to 63 letters, digits, dashes and dots, for example ${example}`,
  );
}
