import { getClient, heartbeat, sleep } from '@temporalio/activity';
import { type WorkflowExecutionDescription, WorkflowNotFoundError } from '@temporalio/client';
import { describeHolder } from '#domain/change/lock-holder.ts';
import { failure } from '#domain/failure.ts';
import { FailureError } from '#domain/failure-error.ts';
import { clusterWorkflowId } from '#domain/fleet/ids.ts';
import { campaignNow, pollDelay } from '../envelope/campaign-clock.ts';
import type { PacedInput } from '../envelope/paced-input.ts';

export interface WatchLockInput extends PacedInput {
  readonly resourceId: string;
  /** As read last; null: not read yet. */
  readonly holder: string | null;
  /** Campaign time (ms): when to answer even if nothing has changed. */
  readonly deadline: number;
  readonly pollMs: number;
  readonly pollFloorMs: number;
}

/**
 * Looks who holds a cluster until that is someone else, or no one (null). The id of the cluster's workflow is its
 * lock, so this only reports it; Temporal alone decides who takes it.
 */
export async function watchLock(input: WatchLockInput): Promise<string | null> {
  for (;;) {
    const holder = await readHolder(input.resourceId);
    if (holder !== input.holder || campaignNow(input.pace) >= input.deadline) return holder;
    heartbeat({ holder });
    await sleep(pollDelay(input.pace, input.pollMs, input.pollFloorMs));
  }
}

async function readHolder(resourceId: string): Promise<string | null> {
  const described = await describe(clusterWorkflowId(resourceId));
  if (described?.status.name !== 'RUNNING') return null;
  return describeHolder(described.parentExecution?.workflowId ?? null);
}

async function describe(workflowId: string): Promise<WorkflowExecutionDescription | null> {
  try {
    return await getClient().workflow.getHandle(workflowId).describe();
  } catch (thrown) {
    if (thrown instanceof WorkflowNotFoundError) return null;
    const words = thrown instanceof Error ? thrown.message : String(thrown);
    throw new FailureError(
      failure('no-answer', `Temporal did not say who holds the cluster: ${words}`),
      thrown,
    );
  }
}
