import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import type { CommandInput } from '../input/command-input.ts';
import { terminalPalette, terminalWidth } from '../input/terminal-options.ts';
import { withFreezes } from '../schedule/freezes.ts';
import { freezeState, freezeTable } from '../view/schedule/freeze-table.ts';
import { printJson, printText } from '../view/terminal/print.ts';

export async function run({ options }: CommandInput): Promise<ExitCode> {
  return withFreezes(async (book, now) => {
    const freezes = await book.list();
    if (options.wantsJson())
      printJson({
        kind: 'FreezeList',
        freezes: freezes.map((each) => ({ ...each, state: freezeState(each, now) })),
      });
    else printText(freezeTable(freezes, now, terminalPalette(options), terminalWidth()));
    return exitCodes.done;
  });
}
