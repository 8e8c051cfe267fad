import { workflowTypes } from '#protocol/workflow-types.ts';
import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import type { CommandInput } from '../input/command-input.ts';
import { admits, type CampaignFilter, campaignFilter, filtersAnything } from '../input/list-input.ts';
import { terminalPalette, terminalWidth } from '../input/terminal-options.ts';
import { attributesOf, campaignRow, textOf } from '../temporal/campaign-row.ts';
import { type ListedCluster, withClusterWaits } from '../temporal/cluster-waits.ts';
import { type TemporalSession, withTemporal } from '../temporal/temporal-client.ts';
import { type CampaignRow, campaignTable } from '../view/status/campaign-table.ts';
import { log, printJson, printText } from '../view/terminal/print.ts';

const listWithinMs = 20_000;

/** Newest first, from Temporal's visibility; no worker is asked. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { options } = input;
  const filter = campaignFilter(input, Date.now());
  const { campaigns, hasMore } = await withTemporal((session) => listCampaigns(session, filter));
  if (options.wantsJson()) printJson({ kind: 'CampaignList', campaigns, hasMore });
  else if (campaigns.length === 0 && filtersAnything(filter)) printText('No campaign matches.');
  else printText(campaignTable(campaigns, terminalPalette(options), terminalWidth().width));
  if (hasMore) log(`Only the newest ${campaigns.length} are shown: there are more (--limit).`);
  return exitCodes.done;
}

/** `hasMore`: more campaigns pass the filter than its limit allows. */
async function listCampaigns(
  session: TemporalSession,
  filter: CampaignFilter,
): Promise<{ readonly campaigns: readonly CampaignRow[]; readonly hasMore: boolean }> {
  return session.within(async () => {
    const campaigns: CampaignRow[] = [];
    const clusters = await runningClusters(session);
    for await (const execution of session.client.workflow.list({ query: campaignQuery(filter) })) {
      const row = withClusterWaits(campaignRow(execution, Date.now()), clusters);
      if (!admits(filter, row)) continue;
      if (campaigns.length === filter.limit) return { campaigns, hasMore: true };
      campaigns.push(stoppedEarly(row) ? { ...row, stage: await lastStage(session, row.name) } : row);
    }
    return { campaigns, hasMore: false };
  }, listWithinMs);
}

async function runningClusters(session: TemporalSession): Promise<readonly ListedCluster[]> {
  const query = `WorkflowType = '${workflowTypes.clusterUpgrade}' AND ExecutionStatus = 'Running'`;
  const clusters: ListedCluster[] = [];
  for await (const cluster of session.client.workflow.list({ query }))
    clusters.push({
      campaign: textOf(cluster, 'DrydockCampaign') ?? '',
      phase: textOf(cluster, 'DrydockPhase'),
      waitingFor: textOf(cluster, 'DrydockWaitingFor'),
      needsAttention: attributesOf(cluster).get('DrydockNeedsAttention') === true,
    });
  return clusters;
}

/** A run that continued as new is no campaign of its own. */
function campaignQuery({ since }: CampaignFilter): string {
  const started = since === null ? '' : ` AND StartTime >= '${new Date(since).toISOString()}'`;
  return `WorkflowType = '${workflowTypes.campaign}' AND ExecutionStatus != 'ContinuedAsNew'${started}`;
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
