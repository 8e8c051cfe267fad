import { describeDeciders, isExcluded } from '#domain/gate/decider.ts';
import type { Action, WaitingFor } from '#domain/status/status.ts';
import { cut, wrap } from '../terminal/fit.ts';
import { textWidth } from '../terminal/text-width.ts';

/** Of the reason, where there is no room for all of it. */
const fewLines = 2;

interface Layout {
  readonly width: number;
  readonly indent: number;
  readonly viewer: string | null;
  /** The start of the reason and the commands alone. */
  readonly isTerse?: boolean;
}

/**
 * Why an answer is needed, then one line for each answer: its command, and as a shell comment what it does and whose it is.
 * `viewer`: who reads it (null: unknown); an answer that they may not send is for a colleague to copy.
 */
export function questionLines({ because, actions = [] }: WaitingFor, layout: Layout): readonly string[] {
  const { width, indent, isTerse } = layout;
  const reason = because === undefined ? [] : wrap(' '.repeat(indent) + because, width, indent);
  return [
    ...(isTerse === true ? shortened(reason, width) : reason),
    ...actions.flatMap((action) => answerLines(action, layout)),
  ];
}

function shortened(lines: readonly string[], width: number): readonly string[] {
  if (lines.length <= fewLines) return lines;
  return [...lines.slice(0, fewLines - 1), cut(`${lines[fewLines - 1]} ${lines[fewLines]}`, width)];
}

/** A consequence for which the line has no room gets a line of its own, so that the command can be copied whole. */
function answerLines(action: Action, { width, indent, viewer, isTerse = false }: Layout): readonly string[] {
  const space = ' '.repeat(indent);
  const { command, comment } = answerParts(action, viewer);
  if (command === '') return wrap(space + comment, width, indent + 2);
  if (isTerse) return [space + command];
  const line = `${space}${command}   # ${comment}`;
  if (textWidth(line) <= width) return [line];
  return [`${space}${command}`, ...wrap(`${space}  # ${comment}`, width, indent + 4)];
}

/** An answer on one line, however long. */
export function answerLine(action: Action, viewer: string | null): string {
  const { command, comment } = answerParts(action, viewer);
  return command === '' ? comment : `${command}   # ${comment}`;
}

/** "starts the next stage; by anyone but alice, not by you"; no command where no one may send it. */
function answerParts(
  { verb, command, consequence, who }: Action,
  viewer: string | null,
): { readonly command: string; readonly comment: string } {
  if (who === undefined) return { command, comment: consequence };
  const by = `by ${describeDeciders(who)}`;
  if (who.from?.length === 0) return { command: '', comment: `${verb}, ${by}: ${consequence}` };
  const notYou = viewer !== null && isExcluded(who, viewer) ? ', not by you' : '';
  return { command, comment: `${consequence}; ${by}${notYou}` };
}
