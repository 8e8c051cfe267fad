import { type WorkflowExecutionDescription, WorkflowNotFoundError } from '@temporalio/client';
import { fileWindow } from '#domain/calendar/file-window.ts';
import { paceTime } from '#domain/campaign/pace.ts';
import { campaignWorkflowId } from '#domain/fleet/ids.ts';
import type { CampaignOutline } from '#domain/plan/outline-plan.ts';
import type { ClusterReport } from '#domain/status/cluster-report.ts';
import { composeStatus } from '#domain/status/compose-status.ts';
import type { CampaignStatus } from '#domain/status/status.ts';
import { queries } from '#protocol/workflow-types.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import { readClusterReports } from './read-cluster-reports.ts';
import { judgeFreezesNow } from './read-freezes.ts';
import { closedByServer, paceOf, statusFromServer } from './status-from-server.ts';
import type { TemporalSession } from './temporal-client.ts';
import { workflowUrl } from './ui-link.ts';
import { explainNoWork, meansNoWorker, type NoWork, workerPolls } from './worker-polls.ts';

const answerWithinMs = 4_000;

/** A campaign as the reader sees it; `plan` is null before it was made, and while no worker answers. */
export interface StatusReading {
  readonly status: CampaignStatus;
  readonly plan: CampaignOutline | null;
  /** Campaign time at which it was read, ms. */
  readonly now: number;
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

  return async () => {
    const described = await describe().catch((error: unknown) => {
      throw error instanceof WorkflowNotFoundError ? noCampaign(name, error) : error;
    });
    try {
      const own = closedByServer(await ask<CampaignStatus>(queries.campaignStatus), described);
      const campaign = own.finishedAt === null ? { ...own, ...(await freezeInForce(described)) } : own;
      plan ??= await ask<CampaignOutline | null>(queries.campaignPlan);
      return reading(plan === null ? campaign : await compose(campaign, plan), described);
    } catch (error) {
      if (!meansNoWorker(error)) throw error;
      const noWork = await explainSilence(described.taskQueue);
      return { ...reading(statusFromServer(name, described, noWork), described), plan: null };
    }
  };

  /** A freeze begins while a campaign soaks or finishes what runs, long before it waits for it. */
  async function freezeInForce(
    described: WorkflowExecutionDescription,
  ): Promise<Pick<CampaignStatus, 'freeze'>> {
    const now = paceTime(paceOf(described), Date.now());
    const verdict = await judgeFreezesNow(session, described.taskQueue, now, answerWithinMs);
    if (!verdict.frozen) return {};
    const { name, reason, until } = verdict;
    return { freeze: { name, reason, until: until === null ? null : new Date(until).toISOString() } };
  }

  /** null: a worker is listening, or it is unknown. */
  function explainSilence(taskQueue: string): Promise<NoWork | null> {
    return workerPolls(session, taskQueue).then(
      (polls) => explainNoWork(polls, taskQueue),
      () => null,
    );
  }

  async function compose(campaign: CampaignStatus, known: CampaignOutline): Promise<CampaignStatus> {
    return composeStatus({
      campaign,
      outline: known,
      ...(await readClusterReports(session, campaign, ended)),
    });
  }

  /** The workflow's clock stands still between its tasks; a reading is of now. */
  function reading(status: CampaignStatus, described: WorkflowExecutionDescription): StatusReading {
    const now = paceTime(paceOf(described), Date.now());
    const links = { ...status.links, ui: workflowUrl(session, campaignWorkflowId(name)) };
    const updatedAt = status.finishedAt ?? new Date(now).toISOString();
    const window = status.finishedAt === null ? (status.window ?? nextWindow(plan, now)) : null;
    return { status: { ...status, window, links, updatedAt }, plan, now };
  }
}

/** Of a campaign of which no cluster is at work, such as one that waits at a gate. */
function nextWindow(plan: CampaignOutline | null, now: number): CampaignStatus['window'] {
  const maintenance = plan?.maintenance ?? null;
  const span = fileWindow(maintenance, now);
  if (maintenance === null || span === null) return null;
  const [opensAt, closesAt] = [span.opensAt, span.closesAt].map((at) => new Date(at).toISOString());
  return { opensAt: opensAt!, closesAt: closesAt!, timezone: maintenance.timezone };
}

/** Reads once; as `openStatusReader`. */
export function readStatus(session: TemporalSession, name: string): Promise<StatusReading> {
  return openStatusReader(session, name)();
}

function noCampaign(name: string, cause: unknown): CommandError {
  return new CommandError(
    exitCodes.unclassified,
    `there is no campaign ${name} in this Temporal namespace`,
    'drydock list shows all campaigns',
    cause,
  );
}
