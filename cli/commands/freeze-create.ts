import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import { refuseTogether } from '../failure/refuse-together.ts';
import type { CommandInput } from '../input/command-input.ts';
import { endTime, freezeEnd, freezeName } from '../input/freeze-input.ts';
import { operatorName, operatorReason, refuseMissingReason } from '../input/operator-identity.ts';
import { withFreezes } from '../schedule/freezes.ts';
import { formatMoment } from '../view/terminal/format-time.ts';
import { printJson, printText } from '../view/terminal/print.ts';

/** From now on no campaign begins anything. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { options } = input;
  const name = freezeName(input);
  refuseTogether([() => freezeEnd(input), () => refuseMissingReason(options, `freeze ${name}`)]);
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
      const until = freeze.until === null ? 'until it is lifted' : `until ${formatMoment(freeze.until)}`;
      printText(`Frozen ${until}: no campaign starts changes; operations in progress are finished.`);
      printText(`Lift it: drydock freeze lift ${name} --reason TEXT`);
    }
    return exitCodes.done;
  });
}
