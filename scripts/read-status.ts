import { isGrpcDeadlineError, QueryNotRegisteredError, WorkflowNotFoundError } from '@temporalio/client';
import type { ClusterReport } from '#domain/campaign/cluster-report.ts';
import { composeStatus } from '#domain/campaign/compose-status.ts';
import { campaignWorkflowId } from '#domain/campaign/ids.ts';
import type { CampaignPlan } from '#domain/campaign/plan.ts';
import type { CampaignStatus } from '#domain/campaign/status.ts';
import { queries } from '#workflows/messages.ts';
import { CommandError } from './command-error.ts';
import { exitCodes } from './exit-codes.ts';
import { readClusterReports } from './read-cluster-reports.ts';
import { statusFromServer } from './server-knows.ts';
import type { TemporalSession } from './temporal-client.ts';
import { workflowUrl } from './ui-link.ts';

const answerWithinMs = 4_000;

/** A campaign as the reader sees it; `plan` is null while no worker answers. */
export interface StatusReading {
  readonly status: CampaignStatus;
  readonly plan: CampaignPlan | null;
}

export type StatusReader = () => Promise<StatusReading>;

/**
 * Composes the status of a campaign from its query, its clusters' queries and their pending activities.
 * The reader remembers the plan and the reports of clusters that have ended, so that looking again is cheap.
 * Reading throws CommandError (1) where there is no such campaign.
 */
export function openStatusReader(session: TemporalSession, name: string): StatusReader {
  const handle = session.client.workflow.getHandle(campaignWorkflowId(name));
  const ended = new Map<string, ClusterReport>();
  let plan: CampaignPlan | null = null;
  const ui = workflowUrl(session, campaignWorkflowId(name));

  const ask = <T>(query: string) => session.within(() => handle.query<T>(query), answerWithinMs);

  return async () => {
    try {
      const campaign = await ask<CampaignStatus>(queries.campaignStatus);
      plan ??= await ask<CampaignPlan>(queries.campaignPlan);
      const details = await readClusterReports(session, campaign, ended);
      const status = composeStatus({ campaign, plan, ...details });
      return { status: { ...status, links: { ...status.links, ui } }, plan };
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) throw noCampaign(name, error);
      if (!meansNoWorker(error)) throw error;
      const described = await session.within(() => handle.describe());
      return { status: { ...statusFromServer(name, described), links: { ui } }, plan: null };
    }
  };
}

/** One look; as `openStatusReader`. */
export function readStatus(session: TemporalSession, name: string): Promise<StatusReading> {
  return openStatusReader(session, name)();
}

export function noCampaign(name: string, cause: unknown): CommandError {
  return new CommandError(
    exitCodes.unclassified,
    `there is no campaign ${name} in this Temporal namespace`,
    'drydock list shows the campaigns there are',
    cause,
  );
}

/** Queries are answered by workers alone: none polls, or the one that does has not got as far yet. */
function meansNoWorker(error: unknown): boolean {
  return isGrpcDeadlineError(error) || error instanceof QueryNotRegisteredError;
}
