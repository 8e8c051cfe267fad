import stringWidth from 'string-width';
import type { Action, WaitingFor } from '#domain/status/status.ts';
import { wrap } from '../terminal/fit.ts';

/** Why an answer is needed, then one line for each answer: its command, and as a shell comment what it does. */
export function questionLines(
  { because, actions = [] }: WaitingFor,
  width: number,
  indent: number,
): readonly string[] {
  const space = ' '.repeat(indent);
  const reason = because === undefined ? [] : wrap(space + because, width, indent);
  return [...reason, ...actions.flatMap((action) => answerLines(action, width, indent))];
}

/** A consequence for which the line has no room gets a line of its own, so that the command can be copied whole. */
function answerLines({ command, consequence }: Action, width: number, indent: number): readonly string[] {
  const space = ' '.repeat(indent);
  const line = `${space}${command}   # ${consequence}`;
  if (stringWidth(line) <= width) return [line];
  return [`${space}${command}`, ...wrap(`${space}  # ${consequence}`, width, indent + 4)];
}
