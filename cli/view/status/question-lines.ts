import stringWidth from 'string-width';
import { describeDeciders, isExcluded } from '#domain/gate/decider.ts';
import type { Action, WaitingFor } from '#domain/status/status.ts';
import { wrap } from '../terminal/fit.ts';

interface Layout {
  readonly width: number;
  readonly indent: number;
  readonly viewer: string | null;
}

/**
 * Why an answer is needed, then one line for each answer: its command, and as a shell comment what it does. `viewer` (null:
 * unknown) is not offered a command that would be refused: the line says whose it is.
 */
export function questionLines(
  { because, actions = [] }: WaitingFor,
  { width, indent, viewer }: Layout,
): readonly string[] {
  const space = ' '.repeat(indent);
  const reason = because === undefined ? [] : wrap(space + because, width, indent);
  return [...reason, ...actions.flatMap((action) => answerLines(action, { width, indent, viewer }))];
}

/** A consequence for which the line has no room gets a line of its own, so that the command can be copied whole. */
function answerLines(
  { verb, command, consequence, who }: Action,
  { width, indent, viewer }: Layout,
): readonly string[] {
  const space = ' '.repeat(indent);
  if (who !== undefined && viewer !== null && isExcluded(who, viewer))
    return wrap(`${space}${verb}, by ${describeDeciders(who)}: ${consequence}`, width, indent + 2);
  const said = who === undefined ? consequence : `${consequence}; by ${describeDeciders(who)}`;
  const line = `${space}${command}   # ${said}`;
  if (stringWidth(line) <= width) return [line];
  return [`${space}${command}`, ...wrap(`${space}  # ${said}`, width, indent + 4)];
}
