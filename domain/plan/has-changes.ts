import type { CampaignPlan } from './contents/plan.ts';

/** Whether anything at all would be done. */
export function hasChanges({ stages }: CampaignPlan): boolean {
  return stages.some(({ clusters }) =>
    clusters.some(
      ({ blocked, steps }) => blocked.length === 0 && steps.some(({ action }) => action !== 'none'),
    ),
  );
}
