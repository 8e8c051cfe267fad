import type { TemporalSession } from './temporal-client.ts';

const workflowTaskQueue = 1;
/** A poll lasts a minute; the server remembers pollers for longer. */
const freshMs = 75_000;

/** How long ago (ms) each worker of a task queue was last seen; empty: nobody polls it. */
export async function workerPolls(session: TemporalSession, taskQueue: string): Promise<readonly number[]> {
  const { pollers } = await session.within(() =>
    session.connection.workflowService.describeTaskQueue({
      namespace: session.namespace,
      taskQueue: { name: taskQueue },
      taskQueueType: workflowTaskQueue,
    }),
  );
  const ages = (pollers ?? []).map(
    ({ lastAccessTime }) => Date.now() - Number(lastAccessTime?.seconds) * 1_000,
  );
  return ages.filter((age) => age < freshMs);
}
