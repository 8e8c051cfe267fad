import { activityInfo, getClient } from '@temporalio/activity';
import { WorkflowNotFoundError } from '@temporalio/client';
import { type Freeze, type FreezeVerdict, judgeFreeze, unreadFreezes } from '#domain/campaign/freeze.ts';
import type { Pace } from '#domain/campaign/pace.ts';
import { freezeQuery, freezesWorkflowId } from '#protocol/entities.ts';
import { campaignNow } from '../envelope/campaign-clock.ts';
import type { PacedInput } from '../envelope/paced-input.ts';

/**
 * Whether a freeze stands in the way now. No freezes were ever made: none. They cannot be read: frozen (house
 * rule: unreadable means frozen).
 */
export async function readFreezes(pace: Pace | null): Promise<FreezeVerdict> {
  const handle = getClient().workflow.getHandle(freezesWorkflowId(activityInfo().taskQueue));
  try {
    return judgeFreeze(await handle.query<readonly Freeze[]>(freezeQuery), campaignNow(pace));
  } catch (thrown) {
    if (thrown instanceof WorkflowNotFoundError) return { frozen: false };
    return unreadFreezes(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

/** Whether a freeze is active now, for what changes a cluster other than through `beginChange`. */
export function checkFreezes({ pace }: PacedInput): Promise<FreezeVerdict> {
  return readFreezes(pace);
}
