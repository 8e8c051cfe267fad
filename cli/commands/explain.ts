import { nearestName } from '#domain/text/nearest-name.ts';
import { campaignFields, type KnownField, nightlyFields } from '#spec/known-fields.ts';
import { CommandError } from '../failure/command-error.ts';
import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import type { CommandInput } from '../input/command-input.ts';
import { terminalWidth } from '../input/terminal-options.ts';
import { explainField, explanationText } from '../view/plan/field-text.ts';
import { printJson, printText } from '../view/terminal/print.ts';

/** One field and those directly below it; without a path, those at the top. */
export async function run({ positional, options }: CommandInput): Promise<ExitCode> {
  const isNightly = options.isOn('nightly');
  const fields = isNightly ? nightlyFields() : campaignFields();
  const [typed = ''] = positional;
  // As in an error of validate, where items have numbers.
  const path = typed.replaceAll(/\[\d*\]/g, '');
  const field = fields.find((each) => plainPath(each) === path) ?? null;
  if (field === null && path !== '') throw unknownField(typed, path, fields, isNightly);
  const explanation = explainField(field, fields);
  if (options.wantsJson()) printJson({ kind: 'FieldExplanation', ...explanation });
  else printText(explanationText(explanation, terminalWidth().width));
  return exitCodes.done;
}

function plainPath({ path }: KnownField): string {
  return path.replaceAll('[]', '');
}

function unknownField(
  typed: string,
  path: string,
  fields: readonly KnownField[],
  isNightly: boolean,
): CommandError {
  const paths = fields.map(plainPath);
  const last = path.slice(path.lastIndexOf('.') + 1);
  const named = paths.filter((each) => each === last || each.endsWith(`.${last}`)).slice(0, 3);
  const nearest = nearestName(path, paths);
  const meant = named.length > 0 ? named : nearest === null ? [] : [nearest];
  const command = `drydock explain${isNightly ? ' --nightly' : ''}`;
  return new CommandError(
    exitCodes.usage,
    `${isNightly ? 'nightly' : 'campaign'} files have no field "${typed}"`,
    meant.length > 0
      ? meant.map((each) => `${command} ${each}`).join(', ')
      : `${command} lists the fields at the top`,
  );
}
