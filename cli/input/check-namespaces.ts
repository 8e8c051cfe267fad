import { didYouMean } from '#domain/text/nearest-name.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';

const mostShown = 20;

/**
 * Throws CommandError (64) where `--namespace` names one that is not there, even beside others that are: nothing in it would pass
 * for judged. `where` ends the sentence: "in the cluster".
 */
export function refuseMissingNamespaces(
  typed: readonly string[],
  existing: ReadonlySet<string>,
  where: string,
): void {
  const missing = typed.filter((each) => !existing.has(each));
  if (missing.length === 0) return;
  const all = [...existing].toSorted();
  const sentences = missing.map((each) => `"${each}" does not exist ${where}${didYouMean(each, all)}`);
  const more = all.length > mostShown ? ` and ${all.length - mostShown} more` : '';
  throw new CommandError(
    exitCodes.usage,
    `--namespace ${sentences.join(' ')}`,
    `one of ${all.slice(0, mostShown).join(', ')}${more}`,
  );
}

/** Why no one can say that all is well in these namespaces; null: each holds something that was judged. */
export function whyNothingIn(typed: readonly string[], held: ReadonlySet<string>): string | null {
  const empty = typed.filter((each) => !held.has(each));
  if (empty.length === 0) return null;
  const names = empty.map((each) => `${each}${didYouMean(each, [...held]).replace(/^; (.*)$/, ' ($1)')}`);
  return `nothing is in namespace ${names.join(', ')}`;
}
