import type { WorkflowExecutionInfo } from '@temporalio/client';
import { taskQueueFor } from '#domain/campaign/task-queue.ts';
import { describeHolder } from '#domain/change/lock-holder.ts';
import { clusterWorkflowId } from '#domain/fleet/ids.ts';
import type { CampaignPlan } from '#domain/plan/contents/plan.ts';
import { workflowTypes } from '#protocol/workflow-types.ts';
import { explainFailure } from '../failure/explain-failure.ts';
import { judgeFreezesNow } from '../temporal/read-freezes.ts';
import { connectTemporal, type TemporalSession } from '../temporal/temporal-client.ts';
import type { MadePlan } from './make-plan.ts';

/**
 * What delays the start of a plan's clusters for a time that no one knows, in words: a workflow that holds one, a freeze, or
 * that these are not known. `now`: campaign time (ms). Planning needs no Temporal.
 */
export async function readDelays(
  { plan, simulatorId }: Pick<MadePlan, 'plan' | 'simulatorId'>,
  now: number,
): Promise<readonly string[]> {
  const session = await connectTemporal().catch((error: unknown) => explainFailure(error).message);
  if (typeof session === 'string') return [`${unknownHolders}, and freezes: ${session}`];
  try {
    const taskQueue = taskQueueFor(simulatorId === null ? null : { simulator: simulatorId });
    const [holders, freeze] = await Promise.all([
      readHolders(session, plan).catch((error: unknown) => [
        `${unknownHolders}: ${explainFailure(error).message}`,
      ]),
      judgeFreezesNow(session, taskQueue, now),
    ]);
    return freeze.frozen ? [...holders, `${freeze.reason} (${endOf(freeze)})`] : holders;
  } finally {
    await session.close();
  }
}

const unknownHolders = 'clusters that other workflows hold';

function endOf({ name, until }: { readonly name: string | null; readonly until: number | null }): string {
  if (name === null) return 'nothing begins until they can be read';
  return until === null ? 'until it is lifted' : `until ${new Date(until).toISOString()}`;
}

async function readHolders(session: TemporalSession, { stages }: CampaignPlan): Promise<readonly string[]> {
  const names = new Map(
    stages.flatMap(({ clusters }) =>
      clusters.map(({ resourceId, name }) => [clusterWorkflowId(resourceId), name] as const),
    ),
  );
  const query = `WorkflowType = '${workflowTypes.clusterUpgrade}' AND ExecutionStatus = 'Running'`;
  return session.within(async () => {
    const held: string[] = [];
    for await (const execution of session.client.workflow.list({ query })) {
      const name = names.get(execution.workflowId);
      if (name !== undefined) held.push(`${name} is held by ${holderOf(execution)}`);
    }
    return held;
  });
}

/** "campaign k8s-1-33 (waiting for decision)" */
function holderOf({ parentExecution, typedSearchAttributes }: WorkflowExecutionInfo): string {
  const waits = typedSearchAttributes.getAll().find(({ key }) => key.name === 'DrydockWaitingFor')?.value;
  const holder = describeHolder(parentExecution?.workflowId ?? null);
  return typeof waits === 'string' && waits !== '' ? `${holder} (waiting for ${waits})` : holder;
}
