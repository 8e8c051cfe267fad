import { EVENT_ID, type Event, SCALAR_STYLE } from 'js-yaml';

const { MAPPING, SCALAR } = EVENT_ID;

/**
 * Where a `{{` stands that a template engine should have replaced: in a plain scalar, or read as a map in a map.
 * In quotes and block scalars it is text of someone else's (alerts, dashboards). null: there is none.
 */
export function findTemplate(text: string, events: readonly Event[]): number | null {
  for (const [index, event] of events.entries()) {
    if (event.type === SCALAR && event.style === SCALAR_STYLE.PLAIN) {
      const at = text.indexOf('{{', event.valueStart);
      if (event.valueStart >= 0 && at >= 0 && at < event.valueEnd) return at;
    }
    const next = events[index + 1];
    if (event.type === MAPPING && next?.type === MAPPING && text.startsWith('{{', event.start))
      return event.start;
  }
  return null;
}
