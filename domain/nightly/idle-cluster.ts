import type { ClusterOutline } from '../plan/outline-plan.ts';
import type { ScheduledRunCluster } from './scheduled-run-result.ts';

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
