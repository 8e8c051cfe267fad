import { isUnchanged } from '../plan/is-unchanged.ts';
import type { CampaignOutline, ClusterOutline } from '../plan/outline-plan.ts';
import {
  describeScheduledRun,
  type ScheduledRunCluster,
  type ScheduledRunResult,
} from './scheduled-run-result.ts';

export const nothingToChange = 'nothing to change';

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
    reason: blocked.length === 0 ? nothingToChange : `the plan is blocked: ${blocked.join('; ')}`,
    clusters: clusters.map(idleCluster),
  });
}

/** What a scheduled run without work says of a cluster: it is left out, blocked, or has nothing to change. */
export function idleCluster({ name, blocked, blockReasons = [] }: ClusterOutline): ScheduledRunCluster {
  const because = blocked.length > 0 ? blocked : blockReasons.map((each) => `blocked: ${each}`);
  const isIdle = because.length === 0;
  return {
    name,
    phase: isIdle ? 'Completed' : 'Skipped',
    reason: isIdle ? null : because.join('; '),
    wasBegun: false,
  };
}
