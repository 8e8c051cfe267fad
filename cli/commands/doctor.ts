import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import type { CommandInput } from '../input/command-input.ts';
import { terminalPalette } from '../input/terminal-options.ts';
import { diagnose } from '../inspect/diagnose.ts';
import { checksText } from '../view/cluster/doctor-text.ts';
import { printJson, printText } from '../view/terminal/print.ts';
import { during } from '../view/terminal/progress.ts';

/** 0 where everything is there; 77 where all that is wrong is that we are not admitted; else 69. */
export async function run({ options }: CommandInput): Promise<ExitCode> {
  const checks = await during('checking Temporal, Azure and the worker', diagnose);
  if (options.wantsJson())
    printJson({
      kind: 'Doctor',
      checks: checks.map(({ name, state, detail, next }) => ({ name, state, detail, next })),
    });
  else printText(checksText(checks, terminalPalette(options)));
  const failed = checks.map(({ exitCode }) => exitCode).filter((code) => code !== exitCodes.done);
  return failed.find((code) => code === exitCodes.unavailable) ?? failed[0] ?? exitCodes.done;
}
