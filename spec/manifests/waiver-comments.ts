import { EVENT_ID } from 'js-yaml';
import { waiverMark } from '#domain/audit/control/in-object-waivers.ts';
import { eventsOf } from './document-events.ts';

/** What stands behind `# drydock.dev/waive:`, with its line. */
export interface WaiverComment {
  readonly line: number;
  readonly text: string;
}

const mark = new RegExp(`^#\\s*${waiverMark.replace('.', '\\.')}:?(.*)$`);

/** The comments of a document that waive something, lines from 0: text that looks like one (a script in a ConfigMap) is none. */
export function waiverComments(text: string): readonly WaiverComment[] {
  if (!text.includes(waiverMark)) return [];
  const found: WaiverComment[] = [];
  const isInScalar = scalarsOf(text);
  let start = 0;
  for (const [line, content] of text.split('\n').entries()) {
    for (const { index } of content.matchAll(/(?<=^|\s)#/g)) {
      if (isInScalar(start + index)) continue;
      const marked = mark.exec(content.slice(index));
      if (marked?.[1] !== undefined) found.push({ line, text: marked[1].trim() });
      break;
    }
    start += content.length + 1;
  }
  return found;
}

/** Whether an offset stands in a scalar; offsets only ever grow. */
function scalarsOf(text: string): (offset: number) => boolean {
  const scalars = eventsOf(text).events.filter((event) => event.type === EVENT_ID.SCALAR);
  let next = 0;
  return (offset) => {
    while (next < scalars.length && scalars[next]!.valueEnd <= offset) next += 1;
    return next < scalars.length && scalars[next]!.valueStart <= offset;
  };
}
