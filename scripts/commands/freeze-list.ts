import type { CommandInput } from '../command-input.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { withFreezes } from '../freezes.ts';
import { printJson, printText } from '../print.ts';
import { freezeState, freezeTable } from '../view/freeze-table.ts';
import { terminalPalette, terminalWidth } from '../view/terminal.ts';

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
