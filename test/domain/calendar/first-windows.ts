import { type WindowSpan, windowsFrom } from '#domain/calendar/windows.ts';
import type { Maintenance } from '#domain/campaign/campaign.ts';

/** The first windows that close after a moment. */
export function firstWindows(count: number, maintenance: Maintenance, fromMs: number): WindowSpan[] {
  const found: WindowSpan[] = [];
  if (count === 0) return found;
  for (const window of windowsFrom(maintenance, fromMs)) {
    if (found.push(window) === count) break;
  }
  return found;
}
