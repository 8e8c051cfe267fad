import { EVENT_ID, type Event, parseEvents } from 'js-yaml';
import { deepest } from './read-document.ts';

/** What stands in a document one after the other, by offsets. */
export interface DocumentEvents {
  readonly text: string;
  /** Nothing in what cannot be read. */
  readonly events: readonly Event[];
  /** By event: the first one behind the node that begins there. */
  readonly after: Uint32Array;
  /** Where each line begins. */
  readonly lines: readonly number[];
}

let last: DocumentEvents | null = null;

/** Of one document many things are asked in a row. */
export function eventsOf(text: string): DocumentEvents {
  if (last?.text !== text) {
    const events = readEvents(text);
    last = { text, events, after: afterNodes(events), lines: lineStarts(text) };
  }
  return last;
}

function readEvents(text: string): readonly Event[] {
  try {
    return parseEvents(text, { maxDepth: deepest });
  } catch {
    return [];
  }
}

function afterNodes(events: readonly Event[]): Uint32Array {
  const after = Uint32Array.from(events, (_, at) => at + 1);
  const open: number[] = [];
  for (const [at, { type }] of events.entries()) {
    if (type === EVENT_ID.POP) after[open.pop() ?? at] = at + 1;
    else if (type !== EVENT_ID.SCALAR && type !== EVENT_ID.ALIAS) open.push(at);
  }
  return after;
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
