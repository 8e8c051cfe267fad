import { campaignJsonSchema, nightlyJsonSchema } from '#spec/json-schema.ts';
import { CommandError } from '../failure/command-error.ts';
import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import type { CommandInput } from '../input/command-input.ts';
import { printDocument } from '../view/terminal/print.ts';

const kinds: Readonly<Partial<Record<string, () => object>>> = {
  campaign: campaignJsonSchema,
  nightly: nightlyJsonSchema,
};

/** The JSON Schema itself, not wrapped: editors read it as it is. */
export async function run({ positional }: CommandInput): Promise<ExitCode> {
  const kind = positional[0] ?? 'campaign';
  const schema = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (schema === undefined)
    throw new CommandError(
      exitCodes.usage,
      `there is no schema "${kind}"`,
      'drydock schema campaign, drydock schema nightly; the fleet file of the simulator: drydock simulate --schema',
    );
  printDocument(JSON.stringify(schema(), null, 2));
  return exitCodes.done;
}
