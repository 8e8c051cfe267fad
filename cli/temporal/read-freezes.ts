import { WorkflowNotFoundError } from '@temporalio/client';
import { type Freeze, type FreezeVerdict, judgeFreeze, unreadFreezes } from '#domain/campaign/freeze.ts';
import { freezeQuery, freezesWorkflowId } from '#protocol/entities.ts';
import { explainFailure } from '../failure/explain-failure.ts';
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

/** What is in force at `now` (ms, campaign time), as the worker will judge it: unreadable means frozen. */
export function judgeFreezesNow(
  session: TemporalSession,
  taskQueue: string,
  now: number,
  withinMs?: number,
): Promise<FreezeVerdict> {
  return readFreezes(session, taskQueue, withinMs).then(
    (freezes) => judgeFreeze(freezes, now),
    (error: unknown) => unreadFreezes(explainFailure(error).message),
  );
}
