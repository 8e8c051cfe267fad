import type { WorkflowExecutionInfo } from '@temporalio/client';
import { workflowTypes } from '#workflows/messages.ts';
import type { CommandInput } from '../command-input.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { printJson, printText } from '../print.ts';
import { type TemporalSession, withTemporal } from '../temporal-client.ts';
import { type CampaignRow, campaignTable } from '../view/campaign-table.ts';
import { terminalPalette } from '../view/terminal.ts';

const listWithinMs = 20_000;

/** Newest first, as Temporal's visibility tells them; no worker is asked. */
export async function run({ options }: CommandInput): Promise<ExitCode> {
  const campaigns = await withTemporal(listCampaigns);
  if (options.wantsJson()) printJson({ kind: 'CampaignList', campaigns });
  else printText(campaignTable(campaigns, Date.now(), terminalPalette(options)));
  return exitCodes.done;
}

async function listCampaigns(session: TemporalSession): Promise<readonly CampaignRow[]> {
  return session.within(async () => {
    const rows: CampaignRow[] = [];
    const query = `WorkflowType = '${workflowTypes.campaign}'`;
    for await (const execution of session.client.workflow.list({ query })) rows.push(rowOf(execution));
    return rows;
  }, listWithinMs);
}

function rowOf(execution: WorkflowExecutionInfo): CampaignRow {
  const values = new Map(execution.typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]));
  const text = (name: string) => {
    const value = values.get(name);
    return typeof value === 'string' ? value : null;
  };
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
  };
}
