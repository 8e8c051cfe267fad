import type { WindowSpan } from '#domain/calendar/window-span.ts';
import { windowsFrom, type ZonedWindow } from '#domain/calendar/windows.ts';

/** The first windows that close after a moment. */
export function firstWindows(count: number, zoned: ZonedWindow, fromMs: number): WindowSpan[] {
  return firstSpans(count, windowsFrom(zoned, fromMs));
}

/** The first of what may continue for ever. */
export function firstSpans(count: number, spans: Iterable<WindowSpan>): WindowSpan[] {
  const found: WindowSpan[] = [];
  if (count === 0) return found;
  for (const span of spans) {
    if (found.push(span) === count) break;
  }
  return found;
}
