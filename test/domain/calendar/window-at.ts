import type { WindowSpan } from '#domain/calendar/window-span.ts';
import { windowsFrom, type ZonedWindow } from '#domain/calendar/windows.ts';

/**
 * The occurrence that is open at `nowMs` (of several, the one that closes last), or else the next one.
 * Throws where the schedule has no occurrence at all; the spec refuses such files.
 */
export function windowAt(zoned: ZonedWindow, nowMs: number): WindowSpan & { readonly open: boolean } {
  let found: WindowSpan | null = null;
  for (const window of windowsFrom(zoned, nowMs)) {
    if (window.opensAt > nowMs) return found ? { open: true, ...found } : { open: false, ...window };
    found = found && found.closesAt > window.closesAt ? found : window;
  }
  throw new Error('The maintenance window can never open.');
}
