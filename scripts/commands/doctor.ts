import type { CommandInput } from '../command-input.ts';
import { diagnose } from '../diagnose.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { printJson, printText } from '../print.ts';
import { checksText } from '../view/checks.ts';
import { terminalPalette } from '../view/terminal.ts';

/** 0 where everything is there; 77 where all that is wrong is that we are not let in; else 69. */
export async function run({ options }: CommandInput): Promise<ExitCode> {
  const checks = await diagnose();
  if (options.wantsJson())
    printJson({
      kind: 'Doctor',
      checks: checks.map(({ name, state, detail, next }) => ({ name, state, detail, next })),
    });
  else printText(checksText(checks, terminalPalette(options)));
  const failed = checks.map(({ exitCode }) => exitCode).filter((code) => code !== exitCodes.done);
  return failed.find((code) => code === exitCodes.unavailable) ?? failed[0] ?? exitCodes.done;
}
