import { describeOtherFreezes } from '#domain/campaign/freeze.ts';
import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import type { CommandInput } from '../input/command-input.ts';
import { freezeName } from '../input/freeze-input.ts';
import { operatorName, operatorReason } from '../input/operator-identity.ts';
import { withFreezes } from '../schedule/freezes.ts';
import { printJson, printText } from '../view/terminal/print.ts';

export async function run(input: CommandInput): Promise<ExitCode> {
  const { options } = input;
  const name = freezeName(input);
  const request = { name, by: operatorName(options), reason: await operatorReason(options, `lift ${name}`) };
  return withFreezes(async (freezes, now) => {
    const others = describeOtherFreezes(await freezes.list(), name, now);
    const freeze = await freezes.lift({ ...request, at: new Date(now).toISOString() });
    if (options.wantsJson()) printJson({ kind: 'Freeze', ...freeze });
    else printText(`Freeze ${name} is lifted.${others}`);
    return exitCodes.done;
  });
}
