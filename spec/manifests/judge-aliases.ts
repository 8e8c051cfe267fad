import { EVENT_ID, type Event } from 'js-yaml';

const { DOCUMENT, SEQUENCE, MAPPING, ALIAS, POP } = EVENT_ID;

/** A list of every pod of a big cluster has fewer; 10 KB of aliases can stand for billions. */
const mostUnfolded = 1_000_000;

interface OpenCollection {
  readonly anchor: string | null;
  /** How many values it holds, aliases followed. */
  size: number;
}

/**
 * The first alias, by its offset, that stands inside of what it names (which then has no end), or by which the document
 * unfolds into more than a million values; null where there is none.
 */
export function judgeAliases(
  text: string,
  events: readonly Event[],
): { readonly offset: number; readonly message: string } | null {
  const open: OpenCollection[] = [];
  /** By anchor: its size; null while it is open. */
  const sizes = new Map<string, number | null>();
  let unfolded = 0;
  for (const event of events) {
    if (event.type === POP) {
      const closed = open.pop();
      if (closed === undefined) continue;
      if (closed.anchor !== null) sizes.set(closed.anchor, closed.size);
      const above = open.at(-1);
      if (above !== undefined) above.size += closed.size;
    } else if (event.type === DOCUMENT) open.push({ anchor: null, size: 0 });
    else {
      const anchor = event.anchorStart < 0 ? null : text.slice(event.anchorStart, event.anchorEnd);
      const isCollection = event.type === SEQUENCE || event.type === MAPPING;
      const named = event.type === ALIAS && anchor !== null ? sizes.get(anchor) : 1;
      if (named === null)
        return { offset: event.anchorStart, message: 'an alias refers to a node that contains it' };
      const size = named ?? 1;
      unfolded += size;
      if (event.type === ALIAS && unfolded > mostUnfolded)
        return { offset: event.anchorStart, message: `aliases unfold into more than ${mostUnfolded} values` };
      if (isCollection) open.push({ anchor, size });
      else {
        const above = open.at(-1);
        if (above !== undefined) above.size += size;
      }
      if (event.type !== ALIAS && anchor !== null) sizes.set(anchor, isCollection ? null : 1);
    }
  }
  return null;
}
