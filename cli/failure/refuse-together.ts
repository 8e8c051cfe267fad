import { CommandError } from './command-error.ts';

/**
 * What was typed is refused with everything that is wrong with it, not with the first thing alone. Throws the CommandErrors of
 * all `checks` as one with the exit code of the first; any other error at once.
 */
export function refuseTogether(checks: readonly (() => unknown)[]): void {
  const refusals = checks.flatMap((check) => refusalOf(check));
  const [first, ...others] = refusals;
  if (first === undefined) return;
  if (others.length === 0) throw first;
  const next = refusals.map((each) => each.next).filter((each) => each !== null);
  const message = refusals.map((each) => each.message).join('; ');
  throw new CommandError(first.exitCode, message, next.length === 0 ? null : next.join('; '), first);
}

function refusalOf(check: () => unknown): readonly CommandError[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof CommandError) return [error];
    throw error;
  }
}
