import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import { startProgram } from '../process/child-program.ts';
import { programFile } from '../process/program-file.ts';
import { printText } from '../view/terminal/print.ts';
import { withoutProgress } from '../view/terminal/progress.ts';
import type { Cleanup } from './cleanup.ts';
import type { StageSet } from './stage-set.ts';

/** Prints a drydock command and runs it. */
export async function runCommand(
  cleanup: Cleanup,
  { env }: StageSet,
  args: readonly string[],
): Promise<void> {
  printText(`\n$ drydock ${args.join(' ')}`);
  const command = startProgram(process.execPath, [programFile('cli/drydock'), ...args], {
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  cleanup.add(() => command.stop());
  // The command reports its own progress.
  const { code } = await withoutProgress(() => command.ended);
  if (code !== 0)
    throw new CommandError(
      exitCodes.unclassified,
      `drydock ${args[0] ?? ''} ended with ${code ?? 'a signal'}`,
    );
}
