import type { WaitingFor } from './status.ts';

export interface BlockedCampaign {
  readonly campaign: string;
  /** "rule": the stage's failure policy, an expired approval, an aborted stage. */
  readonly pausedBy: 'operator' | 'rule';
  readonly since: string;
  /** Why a rule holds it as well, beneath a person's pause; null: none does. */
  readonly beneath: string | null;
  /** Whether a person is asked about one of its clusters. */
  readonly isUndecided: boolean;
  /** Whether the pause holds anything back: a cluster that is yet to begin or on its way, a stage's gate. */
  readonly holdsBack: boolean;
}

/**
 * What is said of a pause: the one act that helps. null: there is none, because what failed is to be decided first, or
 * because nothing is blocked. A person's own pause holds the end of the campaign too.
 */
export function waitOfPause(held: BlockedCampaign): WaitingFor | null {
  const act = actOf(held);
  return act === null ? null : { kind: 'paused', name: held.campaign, since: held.since, until: null, act };
}

function actOf({ campaign, pausedBy, beneath, isUndecided, holdsBack }: BlockedCampaign): string | null {
  const resume = `drydock resume ${campaign} --reason TEXT`;
  if (pausedBy === 'operator' && beneath !== null && holdsBack)
    return `${resume} (it is then still paused: ${beneath})`;
  if (pausedBy === 'operator')
    return holdsBack || isUndecided ? resume : `${resume} (nothing is left to begin: the campaign then ends)`;
  if (!holdsBack) return null;
  return isUndecided
    ? `${resume} (continues with the other clusters; a retry of what failed continues with all)`
    : resume;
}
