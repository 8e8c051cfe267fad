import type { WorkflowExecutionDescription } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { campaignWorkflowId, clusterWorkflowId, resourceKey } from '#domain/fleet/ids.ts';
import { type ClusterReport, isOfAttempt } from '#domain/status/cluster-report.ts';
import { isOver } from '#domain/status/is-over.ts';
import type { CampaignStatus, ClusterStatus } from '#domain/status/status.ts';
import type { WatchProgress } from '#protocol/watch-progress.ts';
import { queries } from '#protocol/workflow-types.ts';
import { type PendingActivity, readPendingActivities } from './pending-activities.ts';
import { pendingActivityProblem } from './pending-activity-problem.ts';
import type { TemporalSession } from './temporal-client.ts';

const atOnce = 8;
const answerWithinMs = 4_000;

export interface ClusterDetails {
  /** By `resourceKey`. */
  readonly reports: ReadonlyMap<string, ClusterReport>;
  readonly progress: ReadonlyMap<string, WatchProgress>;
  readonly troubles: ReadonlyMap<string, string>;
}

/**
 * Asks the cluster workflows of a campaign for their steps, the operations they watch for their progress, and what
 * Temporal tries again for its last failure.
 * `known` holds reports of clusters that have ended: those are not asked again.
 */
export async function readClusterReports(
  session: TemporalSession,
  campaign: CampaignStatus,
  known: Map<string, ClusterReport>,
): Promise<ClusterDetails> {
  const clusters = campaign.stages.flatMap((stage) => stage.clusters);
  // A retry begins another attempt: what the one before it said is over.
  for (const { resourceId, phase } of clusters) if (!isOver(phase)) known.delete(resourceKey(resourceId));
  const reports = new Map(known);
  const progress = new Map<string, WatchProgress>();
  const troubles = new Map<string, string>();
  const open = clusters.filter(
    ({ startedAt, resourceId }) => startedAt !== null && !known.has(resourceKey(resourceId)),
  );
  for (let first = 0; first < open.length; first += atOnce)
    await Promise.all(open.slice(first, first + atOnce).map((cluster) => readOne(cluster)));
  return { reports, progress, troubles };

  async function readOne(cluster: ClusterStatus): Promise<void> {
    const key = resourceKey(cluster.resourceId);
    const described = await silently(() =>
      session.within(() => describeRunOf(session, campaign.name, cluster.resourceId), answerWithinMs),
    );
    if (described === null) return;
    const ofThisRun = session.client.workflow.getHandle(described.workflowId, described.runId);
    const report = await silently(() =>
      session.within(() => ofThisRun.query<ClusterReport>(queries.clusterReport), answerWithinMs),
    );
    if (report === null || !isOfAttempt(report, cluster)) return;
    reports.set(key, report);
    if (isOver(cluster.phase)) known.set(key, report);
    const { loadedDataConverter } = session.client.options;
    const pending = (await silently(() => readPendingActivities(described, loadedDataConverter))) ?? [];
    const watched = watchProgress(pending);
    if (watched !== null) progress.set(key, watched);
    const trouble = pendingActivityProblem(pending, Date.now());
    if (trouble !== null) troubles.set(key, trouble);
  }
}

/**
 * The newest run of a cluster's workflow that belongs to the campaign; null: there is none any more. The id is the cluster's lock, which
 * another campaign may have by now: then Temporal's visibility knows which run was the campaign's.
 */
async function describeRunOf(
  { client }: TemporalSession,
  campaign: string,
  resourceId: string,
): Promise<WorkflowExecutionDescription | null> {
  const workflowId = clusterWorkflowId(resourceId);
  const newest = await client.workflow.getHandle(workflowId).describe();
  if (newest.parentExecution?.workflowId === campaignWorkflowId(campaign)) return newest;
  const query = `WorkflowId = '${workflowId}' AND DrydockCampaign = '${campaign}'`;
  for await (const { runId } of client.workflow.list({ query, pageSize: 1 }))
    return client.workflow.getHandle(workflowId, runId).describe();
  return null;
}

/** The last heartbeat of the activity that watches an operation; null: none is watched. */
function watchProgress(pending: readonly PendingActivity[]): WatchProgress | null {
  for (const { heartbeatDetails } of pending) {
    const [payload] = heartbeatDetails?.payloads ?? [];
    if (payload === undefined) continue;
    const details: unknown = defaultPayloadConverter.fromPayload(payload);
    if (isWatchProgress(details)) return details;
  }
  return null;
}

function isWatchProgress(value: unknown): value is WatchProgress {
  return typeof value === 'object' && value !== null && 'progress' in value && 'nodes' in value;
}

/** A cluster that cannot be asked at this moment is drawn from the plan; that is no reason to show nothing. */
async function silently<T>(call: () => Promise<T>): Promise<T | null> {
  try {
    return await call();
  } catch {
    return null;
  }
}
