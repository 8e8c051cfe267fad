import { EVENT_ID, type Event, SCALAR_STYLE } from 'js-yaml';
import { type DocumentEvents, eventsOf } from './document-events.ts';

/** A line and a column from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A node of a document. */
interface Node {
  /** Of its event. */
  readonly at: number;
  /** Where it is taken to stand if it is empty. */
  readonly ifEmpty: number;
}

type ScalarEvent = Extract<Event, { readonly type: typeof EVENT_ID.SCALAR }>;

const root: Node = { at: 1, ifEmpty: 0 };
const { SCALAR, SEQUENCE, MAPPING, ALIAS, POP } = EVENT_ID;
const { SINGLE_QUOTED, DOUBLE_QUOTED, LITERAL_BLOCK, FOLDED_BLOCK } = SCALAR_STYLE;
/** What opens a text of several lines, at the end of a line. */
const blockHeader = /[|>][-+\d]*\s*(?:#.*)?$/;

/**
 * Where a field ("spec.containers[0].image") of an object stands in a document, or the nearest part of it that is written: lines from 0,
 * columns from 1. `item`: the object's place in lists. null: unknown.
 */
export function fieldPlace(text: string, item: readonly number[], field: string): Place | null {
  const document = eventsOf(text);
  if (document.events.length === 0) return null;
  let node: Node | null = root;
  for (const index of item) {
    const isList: boolean = document.events[node.at]?.type === SEQUENCE;
    const list: Node | null = isList ? node : nodeInside(document, node, 'items');
    node = list === null ? null : nodeInside(document, list, String(index));
    if (node === null) return null;
  }
  for (const key of field.split(/[.[\]]+/).filter((each) => each !== '')) {
    const inner = nodeInside(document, node, key);
    if (inner === null) break;
    node = inner;
  }
  return placeAt(document, startOf(document, node));
}

/** The value of a key, or an item by its index; null: there is none. */
function nodeInside(document: DocumentEvents, node: Node, key: string): Node | null {
  const type = document.events[node.at]?.type;
  if (type === SEQUENCE) return itemInside(document, node, Number(key));
  return type === MAPPING ? valueInside(document, node, key) : null;
}

function itemInside({ events, after }: DocumentEvents, { at, ifEmpty }: Node, wanted: number): Node | null {
  if (!Number.isInteger(wanted)) return null;
  let next = at + 1;
  for (let index = 0; index < wanted && events[next]?.type !== POP; index += 1) next = after[next]!;
  return events[next]?.type === POP ? null : { at: next, ifEmpty };
}

/** Of two keys of one name the last one counts. */
function valueInside(
  { text, events, after }: DocumentEvents,
  { at, ifEmpty }: Node,
  wanted: string,
): Node | null {
  let found: Node | null = null;
  for (let key = at + 1; events[key]?.type !== POP; ) {
    const event = events[key]!;
    const value = after[key]!;
    if (event.type === SCALAR && text.slice(event.valueStart, event.valueEnd) === wanted) {
      const colon = event.valueEnd + (isQuoted(event) ? 1 : 0);
      found = { at: value, ifEmpty: colon < 0 ? ifEmpty : colon + 1 };
    }
    key = after[value]!;
  }
  return found;
}

function startOf({ text, events }: DocumentEvents, { at, ifEmpty }: Node): number {
  const event = events[at];
  if (event?.type === ALIAS) return event.anchorStart - 1;
  if (event?.type !== SCALAR) return event !== undefined && 'start' in event ? event.start : ifEmpty;
  const { valueStart, style } = event;
  if (valueStart < 0) return ifEmpty;
  if (isQuoted(event)) return valueStart - 1;
  if (style !== LITERAL_BLOCK && style !== FOLDED_BLOCK) return valueStart;
  const line = text.lastIndexOf('\n', valueStart - 2) + 1;
  return line + Math.max(0, text.slice(line, valueStart - 1).search(blockHeader));
}

function isQuoted({ style }: ScalarEvent): boolean {
  return style === SINGLE_QUOTED || style === DOUBLE_QUOTED;
}

function placeAt({ lines }: DocumentEvents, offset: number): Place {
  let [line, end] = [0, lines.length];
  while (end - line > 1) {
    const middle = (line + end) >> 1;
    if (lines[middle]! <= offset) line = middle;
    else end = middle;
  }
  return { line, column: offset - lines[line]! + 1 };
}
