import type { Upgrade } from '../campaign/campaign.ts';
import type { Phase } from '../status/status.ts';

/** A stage soaks what it changed, and in a campaign for images what it runs: the next stage may take that over. */
export function hasSomethingToSoak(
  type: Upgrade['type'],
  clusters: readonly { readonly phase: Phase; readonly startedAt: string | null }[],
): boolean {
  return clusters.some(
    ({ phase, startedAt }) => startedAt !== null || (type === 'NodeImageOnly' && phase === 'Completed'),
  );
}
