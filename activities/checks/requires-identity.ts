import type { Campaign } from '#domain/campaign/campaign.ts';
import { scheduleDigest } from '#domain/nightly/schedule-digest.ts';
import type { Gateways } from '#gateways/open-gateways.ts';

export interface RequiresIdentityInput {
  /** What a schedule starts; null: a person starts it. */
  readonly scheduled: { readonly campaign: Campaign; readonly specDigest: string } | null;
}

/** Whether this worker runs a campaign only if an identity of Entra has started it. It has approved the schedules that its environment names. */
export function requiresIdentity({ approvals }: Pick<Gateways, 'approvals'>) {
  return async ({ scheduled }: RequiresIdentityInput): Promise<boolean> => {
    if (approvals?.isRequired !== true) return false;
    if (scheduled === null) return true;
    return !approvals.schedules.includes(scheduleDigest(scheduled.campaign, scheduled.specDigest));
  };
}
