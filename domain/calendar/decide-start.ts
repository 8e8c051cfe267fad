import type { Maintenance } from '../campaign/campaign.ts';
import { windowsFrom } from './windows.ts';

/** `notAfter`: the last moment at which what may begin now may still begin; null without a window. */
export type StartDecision =
  | { readonly go: true; readonly notAfter: number | null }
  | { readonly go: false; readonly opensAt: number; readonly closesAt: number };

/**
 * Whether a pool or a control plane may begin at `nowMs`: yes in a window with at least `minRemaining` left;
 * otherwise the next window long enough is named. A window without `maintenance` is always open.
 * Throws where no window is ever long enough; the spec refuses such files.
 */
export function mayBegin(maintenance: Maintenance | null, nowMs: number): StartDecision {
  if (maintenance === null) return { go: true, notAfter: null };
  const { minRemainingMs } = maintenance;
  if (minRemainingMs <= maintenance.window.durationHours * 3_600_000) {
    for (const { opensAt, closesAt } of windowsFrom(maintenance, nowMs)) {
      if (closesAt - Math.max(nowMs, opensAt) < minRemainingMs) continue;
      return opensAt <= nowMs
        ? { go: true, notAfter: closesAt - minRemainingMs }
        : { go: false, opensAt, closesAt };
    }
  }
  throw new Error('No maintenance window ever leaves as much time as minRemaining asks for.');
}
