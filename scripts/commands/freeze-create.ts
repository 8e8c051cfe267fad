import type { CommandInput } from '../command-input.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { endTime, freezeEnd, freezeName } from '../freeze-input.ts';
import { withFreezes } from '../freezes.ts';
import { operatorName, operatorReason } from '../operator-identity.ts';
import { printJson, printText } from '../print.ts';
import { formatMoment } from '../view/moments.ts';

/** From now on no campaign begins anything. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { options } = input;
  const name = freezeName(input);
  const end = freezeEnd(input);
  const request = {
    name,
    by: operatorName(options),
    reason: await operatorReason(options, `freeze ${name}`),
  };
  return withFreezes(async (freezes, now) => {
    const from = new Date(now).toISOString();
    const freeze = await freezes.create({ ...request, from, until: endTime(end, now) });
    if (options.wantsJson()) printJson({ kind: 'Freeze', ...freeze });
    else {
      const until = freeze.until === null ? 'until it is lifted' : `until ${formatMoment(freeze.until, now)}`;
      printText(`Frozen ${until}: no campaign begins anything; what Azure does already is finished.`);
      printText(`Lift it: drydock freeze lift ${name} --reason TEXT`);
    }
    return exitCodes.done;
  });
}
