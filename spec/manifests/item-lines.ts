import { EVENT_ID, type Event } from 'js-yaml';
import { eventsOf } from './document-events.ts';

const { DOCUMENT, SEQUENCE, SCALAR, ALIAS, POP } = EVENT_ID;

/** What is read and not at its end yet. A path is that of an object: "" is the document's own, "2.0" an item of an item. */
type Open =
  | { readonly is: 'document' }
  /** `key`: whose value comes next; null: a key comes next. */
  | { readonly is: 'object'; readonly path: string; key: string | null }
  | { readonly is: 'items'; readonly path: string; count: number }
  | { readonly is: 'other' };

/** The line (from 0) of every item of a list and of the lists in it, by path; empty if unknown. */
export function itemLines(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const lineOf = countLines(text);
  const open: Open[] = [];
  for (const event of eventsOf(text).events) {
    if (event.type === POP) open.pop();
    else if (event.type === DOCUMENT) open.push({ is: 'document' });
    else {
      const parent = open.at(-1) ?? { is: 'other' };
      const key = parent.is === 'object' ? parent.key : null;
      const path = pathInside(parent);
      if (path !== null && path !== '') lines.set(path, lineOf(startOf(event)));
      if (parent.is === 'object') parent.key = key === null ? keyOf(event, text) : null;
      if (event.type === SCALAR || event.type === ALIAS) continue;
      if (event.type !== SEQUENCE)
        open.push(path === null ? { is: 'other' } : { is: 'object', path, key: null });
      else if (parent.is === 'document') open.push({ is: 'items', path: '', count: 0 });
      else if (parent.is === 'object' && key === 'items')
        open.push({ is: 'items', path: parent.path, count: 0 });
      else open.push({ is: 'other' });
    }
  }
  return lines;
}

/** Of the next node, if it is an object's place; counts it. */
function pathInside(parent: Open): string | null {
  if (parent.is === 'document') return '';
  if (parent.is !== 'items') return null;
  const index = parent.count;
  parent.count += 1;
  return parent.path === '' ? String(index) : `${parent.path}.${index}`;
}

function keyOf(event: Event, text: string): string {
  return event.type === SCALAR ? text.slice(event.valueStart, event.valueEnd) : '';
}

function startOf(event: Event): number {
  if (event.type === SCALAR) return event.valueStart;
  return event.type === ALIAS ? event.anchorStart : 'start' in event ? event.start : 0;
}

/** Lines of offsets that only ever grow. */
function countLines(text: string): (offset: number) => number {
  let [line, next] = [0, text.indexOf('\n')];
  return (offset) => {
    while (next >= 0 && next < offset) {
      line += 1;
      next = text.indexOf('\n', next + 1);
    }
    return line;
  };
}
