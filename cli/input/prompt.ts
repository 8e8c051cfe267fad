import { createInterface } from 'node:readline/promises';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import { withoutProgress } from '../view/terminal/progress.ts';

/** The answer typed at a prompt; null where stdin is no terminal. */
export async function ask(question: string): Promise<string | null> {
  if (!process.stdin.isTTY) return null;
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await withoutProgress(() => lines.question(question))).trim();
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
 * Continues only after "yes", typed in full. Throws CommandError otherwise; 64 where stdin is no terminal; `first` is
 * what to check before adding --yes.
 */
export async function confirm(question: string, first: string): Promise<void> {
  refuseUnasked(first);
  const answer = await ask(`${question} Type yes to continue: `);
  if (answer === 'yes') return;
  throw new CommandError(exitCodes.unclassified, 'not confirmed: nothing was done');
}

/** Throws CommandError (64) where stdin is no terminal; `first` as in `confirm`. */
export function refuseUnasked(first: string): void {
  if (process.stdin.isTTY) return;
  throw new CommandError(
    exitCodes.usage,
    'confirmation is required, and stdin is not a terminal: nothing was sent',
    `check ${first}, then add --yes`,
  );
}
