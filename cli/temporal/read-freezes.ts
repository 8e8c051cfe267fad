import { WorkflowNotFoundError } from '@temporalio/client';
import type { Freeze } from '#domain/campaign/freeze.ts';
import { freezeQuery, freezesWorkflowId } from '#protocol/entities.ts';
import type { TemporalSession } from './temporal-client.ts';

/** Every freeze of a task queue that is remembered, oldest first. The entity is there from the first freeze on. */
export async function readFreezes(
  session: TemporalSession,
  taskQueue: string,
  withinMs?: number,
): Promise<readonly Freeze[]> {
  const handle = session.client.workflow.getHandle(freezesWorkflowId(taskQueue));
  try {
    return await session.within(() => handle.query<readonly Freeze[]>(freezeQuery), withinMs);
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return [];
    throw error;
  }
}
