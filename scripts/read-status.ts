import { QueryNotRegisteredError, WorkflowNotFoundError } from '@temporalio/client';
import type { ClusterReport } from '#domain/campaign/cluster-report.ts';
import { composeStatus } from '#domain/campaign/compose-status.ts';
import { campaignWorkflowId } from '#domain/campaign/ids.ts';
import type { CampaignOutline } from '#domain/campaign/outline-plan.ts';
import { type Pace, paceTime } from '#domain/campaign/pace.ts';
import type { CampaignStatus } from '#domain/campaign/status.ts';
import { queries } from '#workflows/messages.ts';
import { CommandError } from './command-error.ts';
import { exitCodes } from './exit-codes.ts';
import { grpc, grpcFailureOf, ranOutOfTime } from './grpc-failure.ts';
import { readClusterReports } from './read-cluster-reports.ts';
import { paceOf, statusFromServer } from './server-knows.ts';
import type { TemporalSession } from './temporal-client.ts';
import { workflowUrl } from './ui-link.ts';

const answerWithinMs = 4_000;

/** A campaign as the reader sees it; `plan` is null before it was made, and while no worker answers. */
export interface StatusReading {
  readonly status: CampaignStatus;
  readonly plan: CampaignOutline | null;
}

export type StatusReader = () => Promise<StatusReading>;

/**
 * Composes the status of a campaign from its query, its clusters' queries and their pending activities.
 * The reader remembers the plan and the reports of clusters that have ended, so that looking again is cheap.
 * Reading throws CommandError (1) where there is no such campaign.
 */
export function openStatusReader(session: TemporalSession, name: string): StatusReader {
  const handle = session.client.workflow.getHandle(campaignWorkflowId(name));
  const describe = () => session.within(() => handle.describe());
  const ask = <T>(query: string) => session.within(() => handle.query<T>(query), answerWithinMs);
  const ended = new Map<string, ClusterReport>();
  let plan: CampaignOutline | null = null;
  let pace: Pace | null | undefined;

  return async () => {
    try {
      pace ??= paceOf(await describe());
      const campaign = await ask<CampaignStatus>(queries.campaignStatus);
      plan ??= await ask<CampaignOutline | null>(queries.campaignPlan);
      return { status: seen(plan === null ? campaign : await compose(campaign, plan)), plan };
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) throw noCampaign(name, error);
      if (!meansNoWorker(error)) throw error;
      return { status: seen(statusFromServer(name, await describe())), plan: null };
    }
  };

  async function compose(campaign: CampaignStatus, known: CampaignOutline): Promise<CampaignStatus> {
    return composeStatus({
      campaign,
      outline: known,
      ...(await readClusterReports(session, campaign, ended)),
    });
  }

  /** The workflow's own clock stands still between its tasks; whoever looks, looks now. */
  function seen(status: CampaignStatus): CampaignStatus {
    const now = new Date(paceTime(pace ?? null, Date.now())).toISOString();
    const links = { ...status.links, ui: workflowUrl(session, campaignWorkflowId(name)) };
    return { ...status, links, updatedAt: status.finishedAt ?? now };
  }
}

/** One look; as `openStatusReader`. */
export function readStatus(session: TemporalSession, name: string): Promise<StatusReading> {
  return openStatusReader(session, name)();
}

function noCampaign(name: string, cause: unknown): CommandError {
  return new CommandError(
    exitCodes.unclassified,
    `there is no campaign ${name} in this Temporal namespace`,
    'drydock list shows the campaigns there are',
    cause,
  );
}

/** Queries are answered by workers alone: none polls, or the one that does has not got as far yet. */
function meansNoWorker(error: unknown): boolean {
  const refused = grpcFailureOf(error)?.code === grpc.failedPrecondition;
  return refused || ranOutOfTime(error) || error instanceof QueryNotRegisteredError;
}
