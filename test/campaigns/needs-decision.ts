import type { CampaignStatus } from '#domain/status/status.ts';

/** A person is asked, and it is said what: a look may meet the campaign before its cluster has answered. */
export function needsDecision({ phase, waitingFor }: CampaignStatus): boolean {
  return phase === 'NeedsDecision' && waitingFor.some(({ kind }) => kind === 'decision');
}
