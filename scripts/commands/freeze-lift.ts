import type { CommandInput } from '../command-input.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { freezeName } from '../freeze-input.ts';
import { withFreezes } from '../freezes.ts';
import { operatorName, operatorReason } from '../operator-identity.ts';
import { printJson, printText } from '../print.ts';

export async function run(input: CommandInput): Promise<ExitCode> {
  const { options } = input;
  const name = freezeName(input);
  const request = { name, by: operatorName(options), reason: await operatorReason(options, `lift ${name}`) };
  return withFreezes(async (freezes, now) => {
    const freeze = await freezes.lift({ ...request, at: new Date(now).toISOString() });
    if (options.wantsJson()) printJson({ kind: 'Freeze', ...freeze });
    else printText(`Freeze ${name} is lifted.`);
    return exitCodes.done;
  });
}
