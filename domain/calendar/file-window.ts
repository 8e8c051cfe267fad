import type { Maintenance } from '../campaign/campaign.ts';
import { mayBegin } from './decide-start.ts';
import type { WindowSpan } from './window-span.ts';

/**
 * The file's window that is open at `nowMs` with as much left as it asks for, or opens next, for a campaign of which no cluster
 * is at work. null: none limits it, none opens, or each cluster's own counts, too.
 */
export function fileWindow(maintenance: Maintenance | null, nowMs: number): WindowSpan | null {
  if (maintenance?.source !== 'Spec') return null;
  const start = mayBegin(maintenance, nowMs);
  if (start.go) return start.window ?? null;
  return start.opensAt === null ? null : start;
}
