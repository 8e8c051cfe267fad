import { EVENT_ID, type Event } from 'js-yaml';

const { DOCUMENT, SEQUENCE, MAPPING, ALIAS, POP } = EVENT_ID;

/** Where an alias stands inside of what it names, which then has no end; null: nowhere. */
export function findCycle(text: string, events: readonly Event[]): number | null {
  const open: (string | null)[] = [];
  const isOpen = new Map<string, boolean>();
  for (const event of events) {
    if (event.type === POP) {
      const closed = open.pop() ?? null;
      if (closed !== null) isOpen.set(closed, false);
    } else if (event.type === DOCUMENT) open.push(null);
    else {
      const name = event.anchorStart < 0 ? null : text.slice(event.anchorStart, event.anchorEnd);
      if (event.type === ALIAS) {
        if (name !== null && isOpen.get(name) === true) return event.anchorStart;
        continue;
      }
      const isCollection = event.type === SEQUENCE || event.type === MAPPING;
      if (isCollection) open.push(name);
      if (name !== null) isOpen.set(name, isCollection);
    }
  }
  return null;
}
