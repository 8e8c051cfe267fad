import { WorkflowNotFoundError } from '@temporalio/client';
import { judgeFreeze } from '#domain/campaign/freeze.ts';
import { clusterWorkflowId } from '#domain/fleet/ids.ts';
import { withFreezes } from '../schedule/freezes.ts';
import { withTemporal } from '../temporal/temporal-client.ts';

/**
 * Why nothing may be sent to a cluster at this moment: a freeze, or a campaign that has it (its workflow's id is the lock); null:
 * neither. Throws CommandError as `withTemporal` and `withFreezes`: where Temporal cannot be asked, no one knows.
 */
export async function whyBlocked(resourceId: string): Promise<string | null> {
  const freeze = await withFreezes(async (freezes, now) => judgeFreeze(await freezes.list(), now));
  if (freeze.frozen) return `frozen: ${freeze.reason}`;
  const workflowId = clusterWorkflowId(resourceId);
  return withTemporal(async (session) => {
    try {
      const { status } = await session.within(() => session.client.workflow.getHandle(workflowId).describe());
      return status.name === 'RUNNING'
        ? `a campaign is changing the cluster (workflow ${workflowId}): wait until it has ended; drydock list shows it`
        : null;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return null;
      throw error;
    }
  });
}
