import { createInterface } from 'node:readline/promises';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';

/** What a person types at a question; null where stdin is no terminal, and no one can be asked. */
export async function ask(question: string): Promise<string | null> {
  if (!process.stdin.isTTY) return null;
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await lines.question(question)).trim();
  } catch (error) {
    // Ctrl-C and Ctrl-D at the question.
    if (error instanceof Error && error.name === 'AbortError')
      throw new CommandError(exitCodes.detached, 'no answer: nothing was done', null, error);
    throw error;
  } finally {
    lines.close();
  }
}

/**
 * Goes on only after "yes", typed in full. Throws CommandError otherwise; 64 where no one can be asked, and `first` is
 * what to look at before --yes is added.
 */
export async function confirm(question: string, first: string): Promise<void> {
  const answer = await ask(`${question} Type yes to continue: `);
  if (answer === 'yes') return;
  if (answer === null)
    throw new CommandError(
      exitCodes.usage,
      'confirmation is required, and stdin is not a terminal',
      `check ${first}, then add --yes`,
    );
  throw new CommandError(exitCodes.unclassified, 'not confirmed: nothing was done');
}
