import { Lexer } from 'yaml';
import { waiverMark } from '#domain/audit/control/in-object-waivers.ts';

/** What stands behind `# drydock.dev/waive:`, with its line. */
export interface WaiverComment {
  readonly line: number;
  readonly text: string;
}

const mark = new RegExp(`^#\\s*${waiverMark.replace('.', '\\.')}:?`);
/** The lexer's sign that the next piece is a scalar, whatever it begins with. */
const scalarFollows = '\u001f';

/** The comments of a document that waive something, lines from 0: text that looks like one (a script in a ConfigMap) is none. */
export function waiverComments(text: string): readonly WaiverComment[] {
  if (!text.includes(waiverMark)) return [];
  const found: WaiverComment[] = [];
  let line = 0;
  let before = '';
  for (const piece of new Lexer().lex(text)) {
    const marked = before === scalarFollows ? null : mark.exec(piece);
    if (marked !== null) found.push({ line, text: piece.slice(marked[0].length).trim() });
    line += piece.split('\n').length - 1;
    before = piece;
  }
  return found;
}
