import { CommandError } from '../failure/command-error.ts';
import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import type { CommandInput } from '../input/command-input.ts';
import {
  addSearchAttributes,
  readSearchAttributes,
  searchAttributes,
} from '../temporal/search-attributes.ts';
import { withTemporal } from '../temporal/temporal-client.ts';
import { printJson, printText } from '../view/terminal/print.ts';

/** Registers what is missing; done twice, it does nothing. */
export async function run({ options }: CommandInput): Promise<ExitCode> {
  return withTemporal(async (session) => {
    const { missing, wrong } = await readSearchAttributes(session);
    if (wrong.length > 0)
      throw new CommandError(
        exitCodes.unavailable,
        `search attributes exist with another type: ${wrong.map(({ name }) => name).join(', ')}`,
        'remove them (temporal operator search-attribute remove) or use another namespace',
      );
    if (missing.length > 0) await addSearchAttributes(session, missing);
    const added = missing.map(({ name }) => name);
    if (options.wantsJson())
      printJson({ kind: 'Setup', namespace: session.namespace, added, registered: searchAttributes });
    else if (added.length === 0) printText('All search attributes are already registered.');
    else printText(`Registered in namespace ${session.namespace}: ${added.join(', ')}.`);
    return exitCodes.done;
  });
}
