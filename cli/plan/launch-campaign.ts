import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { defineSearchAttributeKey, TypedSearchAttributes } from '@temporalio/common';
import type { Campaign } from '#domain/campaign/campaign.ts';
import type { Pace } from '#domain/campaign/pace.ts';
import { taskQueueFor } from '#domain/campaign/task-queue.ts';
import { campaignWorkflowId } from '#domain/fleet/ids.ts';
import type { CampaignPlan } from '#domain/plan/contents/plan.ts';
import { outlinePlan } from '#domain/plan/outline-plan.ts';
import { planSize } from '#domain/plan/plan-size.ts';
import { plainUiMarkdown } from '#domain/text/plain-markdown.ts';
import { summaryText } from '#domain/text/summary-text.ts';
import type { CampaignInput } from '#protocol/campaign.ts';
import { workflowTypes } from '#protocol/workflow-types.ts';
import type { campaign as campaignWorkflow } from '#workflows/campaign/campaign.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import { proofFor } from '../input/approval-proof.ts';
import { tuningFrom } from '../input/tuning.ts';
import type { TemporalSession } from '../temporal/temporal-client.ts';
import { plural } from '../view/terminal/plural.ts';

export interface Launch {
  readonly campaign: Campaign;
  readonly specDigest: string;
  /** The plan that was agreed to; the campaign refuses to run by another one. */
  readonly plan: CampaignPlan;
  /** Where it was planned is where it runs: workers of a simulator poll a task queue of their own. */
  readonly simulatorId: string | null;
  readonly startedBy: string;
  readonly reason: string;
  readonly pace: Pace | null;
}

export interface Launched {
  readonly workflowId: string;
  readonly runId: string;
  readonly taskQueue: string;
}

/**
 * Starts the workflow of a campaign. Throws CommandError (1) where Temporal still remembers one of that name,
 * running or not: a name is used once; and as `proofFor`, where the file asks for identities of Entra.
 */
export async function launchCampaign(session: TemporalSession, launch: Launch): Promise<Launched> {
  const { campaign, plan, simulatorId } = launch;
  const workflowId = campaignWorkflowId(campaign.name);
  const taskQueue = taskQueueFor(simulatorId === null ? null : { simulator: simulatorId });
  const args: [CampaignInput] = [await inputOf(session.namespace, launch)];
  const start = () =>
    session.client.workflow.start<typeof campaignWorkflow>(workflowTypes.campaign, {
      workflowId,
      taskQueue,
      args,
      workflowIdConflictPolicy: 'FAIL',
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      typedSearchAttributes: attributesOf(campaign, plan),
      memo: memoOf(launch),
      staticSummary: summaryOf(campaign, plan),
      staticDetails: detailsOf(launch),
    });
  try {
    const handle = await session.within(start);
    return { workflowId, runId: handle.firstExecutionRunId, taskQueue };
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    throw nameIsUsed(campaign.name, error);
  }
}

/**
 * Whether a start under this name would be refused. Not of the very file (`specDigest`) whose campaign completed: of a pipeline
 * that runs again, its plan says whether anything is left to change.
 */
export async function isNameUsed(
  { client, within }: Pick<TemporalSession, 'client' | 'within'>,
  name: string,
  specDigest: string,
): Promise<boolean> {
  const handle = client.workflow.getHandle(campaignWorkflowId(name));
  const found = await within(() => handle.describe()).catch((error: unknown) => {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  });
  if (found === null) return false;
  return found.status.name !== 'COMPLETED' || found.memo?.specDigest !== specDigest;
}

export function nameIsUsed(name: string, cause?: unknown): CommandError {
  return new CommandError(
    exitCodes.unclassified,
    `a campaign named ${name} runs or has run in this namespace; a name is used once`,
    `drydock status ${name}, or start it under another name: --id NAME`,
    cause,
  );
}

async function inputOf(
  namespace: string,
  { campaign, specDigest, plan, startedBy, reason, pace }: Launch,
): Promise<CampaignInput> {
  const terms = { digest: plan.digest, reason };
  return {
    campaign,
    specDigest,
    planDigest: plan.digest,
    planned: planSize(outlinePlan(plan)),
    startedBy,
    // Else someone could start it under another name and approve it.
    ...(campaign.approval.identity === 'Entra' && {
      proof: await proofFor({ namespace, campaign: campaign.name, verb: 'start', terms }),
    }),
    reason,
    pace,
    tuning: tuningFrom(process.env),
    carried: null,
  };
}

function attributesOf(campaign: Campaign, plan: CampaignPlan): TypedSearchAttributes {
  return new TypedSearchAttributes([
    { key: defineSearchAttributeKey('DrydockCampaign', 'KEYWORD'), value: campaign.name },
    { key: defineSearchAttributeKey('DrydockPhase', 'KEYWORD'), value: 'Running' },
    { key: defineSearchAttributeKey('DrydockTargetVersion', 'KEYWORD'), value: plan.target },
    { key: defineSearchAttributeKey('DrydockNeedsAttention', 'BOOL'), value: false },
    { key: defineSearchAttributeKey('DrydockFailed', 'INT'), value: 0 },
  ]);
}

/** `pace` lets a reader know the campaign's time without asking anybody. */
function memoOf({ campaign, plan, startedBy, specDigest, pace }: Launch): Readonly<Record<string, unknown>> {
  const { change } = campaign.annotations;
  return {
    planDigest: plan.digest,
    specDigest,
    creator: startedBy,
    ...(pace === null ? {} : { pace }),
    ...(change === undefined ? {} : { change }),
  };
}

/** "to 1.34.1: 3 clusters, 2 stages, CHG0041" */
function summaryOf(campaign: Campaign, plan: CampaignPlan): string {
  const { change } = campaign.annotations;
  const size = [plural(plan.totals.clusters, 'cluster'), plural(plan.stages.length, 'stage')];
  return summaryText(`to ${plan.target}: ${[...size, ...(change === undefined ? [] : [change])].join(', ')}`);
}

function detailsOf({ campaign, plan, startedBy, reason, pace }: Launch): string {
  const stages = plan.stages.map(
    ({ name, clusters, soak, window }) =>
      `| ${plainUiMarkdown(name)} | ${plainUiMarkdown(clusterNames(clusters))} | ${soak} | ${plainUiMarkdown(window)} |`,
  );
  const clock = pace === null ? [] : ['', `Simulated: its clock runs at ${pace.speed} times real speed.`];
  return [
    `**${plainUiMarkdown(campaign.name)}**: ${plainUiMarkdown(`${describeTarget(campaign, plan)}, started by ${startedBy}${reason === '' ? '' : ` (${reason})`}.`)}`,
    '',
    '| Stage | Clusters | Soak | Window |',
    '|---|---|---|---|',
    ...stages,
    '',
    `Plan \`${plan.digest}\``,
    ...clock,
    // The UI's frame is a line too low, and would cut off the last one.
    '',
    '\u00a0',
  ].join('\n');
}

function describeTarget({ upgrade }: Campaign, { target }: CampaignPlan): string {
  return 'kubernetesVersion' in upgrade ? `Kubernetes ${target}` : target;
}

/** Details travel with the start of the workflow, and Temporal takes 20,000 bytes of them. */
function clusterNames(clusters: readonly { readonly name: string }[]): string {
  const most = 10;
  const rest = clusters.length - most;
  const shown = clusters.slice(0, most).map(({ name }) => name);
  return [...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].join(', ');
}
