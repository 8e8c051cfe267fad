import { isUnchanged } from '../plan/is-unchanged.ts';
import type { CampaignOutline } from '../plan/outline-plan.ts';
import { idleCluster } from './idle-cluster.ts';
import { describeScheduledRun, type ScheduledRunResult } from './scheduled-run-result.ts';

/**
 * What a scheduled run comes to that starts no campaign; null: there is something to do. Nothing to change is Completed, clusters
 * that are all blocked are Skipped; a plan that is blocked otherwise, by its selection, is for a person to fix: Failed.
 */
export function describeIdleScheduledRun(
  scheduledRun: { readonly date: string },
  { blocked, stages }: CampaignOutline,
): ScheduledRunResult | null {
  const clusters = stages.flatMap((stage) => stage.clusters);
  const isIdle = clusters.every((cluster) => cluster.blocked.length > 0 || isUnchanged(cluster));
  if (blocked.length === 0 && !isIdle) return null;
  const isBlocked = isIdle && clusters.some((cluster) => cluster.blocked.length > 0);
  return describeScheduledRun(scheduledRun, {
    campaign: null,
    phase: blocked.length === 0 ? 'Completed' : isBlocked ? 'Skipped' : 'Failed',
    reason: blocked.length === 0 ? 'nothing to change' : `the plan is blocked: ${blocked.join('; ')}`,
    clusters: clusters.map(idleCluster),
  });
}
