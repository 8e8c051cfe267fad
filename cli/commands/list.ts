import type { WorkflowExecutionInfo } from '@temporalio/client';
import { workflowTypes } from '#protocol/workflow-types.ts';
import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import type { CommandInput } from '../input/command-input.ts';
import { terminalPalette, terminalWidth } from '../input/terminal-options.ts';
import { paceOf } from '../temporal/status-from-server.ts';
import { type TemporalSession, withTemporal } from '../temporal/temporal-client.ts';
import { type CampaignRow, campaignTable } from '../view/status/campaign-table.ts';
import { printJson, printText } from '../view/terminal/print.ts';

const listWithinMs = 20_000;

/** Newest first, from Temporal's visibility; no worker is asked. */
export async function run({ options }: CommandInput): Promise<ExitCode> {
  const campaigns = await withTemporal(listCampaigns);
  if (options.wantsJson()) printJson({ kind: 'CampaignList', campaigns });
  else printText(campaignTable(campaigns, Date.now(), terminalPalette(options), terminalWidth().width));
  return exitCodes.done;
}

async function listCampaigns(session: TemporalSession): Promise<readonly CampaignRow[]> {
  return session.within(async () => {
    const rows: CampaignRow[] = [];
    const query = `WorkflowType = '${workflowTypes.campaign}'`;
    for await (const execution of session.client.workflow.list({ query })) {
      const row = rowOf(execution);
      rows.push(stoppedEarly(row) ? { ...row, stage: await lastStage(session, row.name) } : row);
    }
    return rows;
  }, listWithinMs);
}

/** A campaign that is over waits in no stage; one that did not get to its end stopped in one. */
function stoppedEarly({ stage, phase, finishedAt }: CampaignRow): boolean {
  return stage === null && finishedAt !== null && phase !== 'Completed';
}

/** The stage of the cluster that was begun last; null: none was. */
async function lastStage(session: TemporalSession, name: string): Promise<string | null> {
  const query = `WorkflowType = '${workflowTypes.clusterUpgrade}' AND DrydockCampaign = '${name}'`;
  for await (const cluster of session.client.workflow.list({ query, pageSize: 1 }))
    return textOf(cluster, 'DrydockStage');
  return null;
}

function textOf({ typedSearchAttributes }: WorkflowExecutionInfo, name: string): string | null {
  const value = typedSearchAttributes.getAll().find(({ key }) => key.name === name)?.value;
  return typeof value === 'string' ? value : null;
}

function rowOf(execution: WorkflowExecutionInfo): CampaignRow {
  const values = new Map(execution.typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]));
  const text = (name: string) => textOf(execution, name);
  const pace = paceOf(execution);
  return {
    name: execution.workflowId.replace(/^campaign\//, ''),
    phase: text('DrydockPhase'),
    execution: execution.status.name,
    target: text('DrydockTargetVersion'),
    stage: text('DrydockStage'),
    waitingFor: text('DrydockWaitingFor'),
    needsAttention: values.get('DrydockNeedsAttention') === true,
    failed: Number(values.get('DrydockFailed') ?? 0),
    startedAt: execution.startTime.toISOString(),
    finishedAt: execution.closeTime?.toISOString() ?? null,
    pace: pace === null ? null : { speed: pace.speed },
  };
}
