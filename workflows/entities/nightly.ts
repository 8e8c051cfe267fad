import {
  ChildWorkflowFailure,
  defineSearchAttributeKey,
  WorkflowExecutionAlreadyStartedError,
} from '@temporalio/common';
import {
  executeChild,
  isCancellation,
  proxyActivities,
  setCurrentDetails,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '#activities/index.ts';
import type { NamedScheduledRun } from '#activities/plan/name-scheduled-run.ts';
import { paceTime } from '#domain/campaign/pace.ts';
import { describeForOperator } from '#domain/failure.ts';
import { campaignWorkflowId } from '#domain/fleet/ids.ts';
import { describeIdleScheduledRun } from '#domain/nightly/idle-scheduled-run.ts';
import { describeMissedScheduledRun } from '#domain/nightly/scheduled-run-messages.ts';
import { describeScheduledRun, type ScheduledRunResult } from '#domain/nightly/scheduled-run-result.ts';
import type { CampaignOutline } from '#domain/plan/outline-plan.ts';
import { planSize } from '#domain/plan/plan-size.ts';
import { summaryText } from '#domain/text/summary-text.ts';
import type { CampaignInput } from '#protocol/campaign.ts';
import type { NightlyInput } from '#protocol/scheduled-run.ts';
import { workflowTypes } from '#protocol/workflow-types.ts';
import { activityOptions } from '../activity-options.ts';
import type { campaign as campaignWorkflow } from '../campaign/campaign.ts';
import { closeAs, resultOfChild } from '../close-as.ts';
import { openClock } from '../pace.ts';
import { plain } from '../page/markdown.ts';
import { readFailure } from '../read-failure.ts';
import { keys } from '../search-attributes.ts';
import { auditFleet } from './audit-fleet.ts';

/** Set by the server on whatever a schedule starts, a trigger and a backfill included. */
const scheduledStart = defineSearchAttributeKey('TemporalScheduledStartTime', 'DATETIME');

/**
 * What a schedule starts: names the campaign of this run, plans it and runs it as a child. No one is asked in advance:
 * the plan that is made here is what its campaign is bound to. What a scheduled run cannot do is left for the next one, and
 * its result says so.
 */
export async function nightly(input: NightlyInput): Promise<ScheduledRunResult> {
  const { pace, tuning, timezone } = input;
  const missed = describeMissedScheduledRun(waitedForWorker(), input.terms.catchUpMs);
  const { nameScheduledRun } = proxyActivities<Activities>(activityOptions(tuning).read);
  const { name } = input.campaign;
  const scheduledAt = paceTime(pace, scheduledMs());
  const scheduledRun = await orWhyNot('the scheduled run could not be named', () =>
    nameScheduledRun.executeWithOptions({ summary: `Name the scheduled run of ${name}` }, [
      { name, scheduledAt, timezone, pace },
    ]),
  );
  const result =
    typeof scheduledRun === 'string'
      ? failedBefore({ date: utcDate(scheduledAt) }, scheduledRun)
      : await runUnlessMissed(input, scheduledRun, missed);
  setCurrentDetails(`**${result.phase}** ${plain(result.reason ?? '', 300)}`);
  return closeAs(result);
}

/** Real ms: Temporal had begun the scheduled run, and no one was there to carry it out. */
function waitedForWorker(): number {
  return openClock(null).now() - workflowInfo().startTime.getTime();
}

function scheduledMs(): number {
  const { startTime, typedSearchAttributes } = workflowInfo();
  return (typedSearchAttributes.get(scheduledStart) ?? startTime).getTime();
}

function utcDate(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** A sentence: why it came to nothing. */
async function orWhyNot<T extends object>(what: string, work: () => Promise<T>): Promise<T | string> {
  try {
    return await work();
  } catch (thrown) {
    if (isCancellation(thrown)) throw thrown;
    return `${what}: ${describeForOperator(readFailure(thrown))}`;
  }
}

/** `missed`: the message about a run that no worker carried out in time. */
function runUnlessMissed(
  input: NightlyInput,
  scheduledRun: NamedScheduledRun,
  missed: string | null,
): ScheduledRunResult | Promise<ScheduledRunResult> {
  if (missed !== null) return nothingBegun(scheduledRun, missed);
  return input.audits === true ? runAudit(input, scheduledRun) : runUnlessFrozen(input, scheduledRun);
}

async function runAudit(input: NightlyInput, scheduledRun: NamedScheduledRun): Promise<ScheduledRunResult> {
  const result = await orWhyNot('the clusters could not be audited', () => auditFleet(input, scheduledRun));
  return typeof result === 'string' ? failedBefore(scheduledRun, result) : result;
}

async function runUnlessFrozen(
  input: NightlyInput,
  scheduledRun: NamedScheduledRun,
): Promise<ScheduledRunResult> {
  const { pace, tuning } = input;
  const { checkFreezes } = proxyActivities<Activities>(activityOptions(tuning).read);
  const freeze = await orWhyNot('it is not known whether there is a freeze', () =>
    checkFreezes.executeWithOptions({ summary: 'Is there a freeze?' }, [{ pace }]),
  );
  if (typeof freeze === 'string') return failedBefore(scheduledRun, freeze);
  if (freeze.frozen) return nothingBegun(scheduledRun, `${freeze.reason}; deferred to the next run`);
  return runNight(input, scheduledRun);
}

async function runNight(input: NightlyInput, scheduledRun: NamedScheduledRun): Promise<ScheduledRunResult> {
  const tonight = { ...input.campaign, name: scheduledRun.campaign };
  const outline = await plan(input, tonight);
  if (typeof outline === 'string') return failedBefore(scheduledRun, outline);
  return (
    describeIdleScheduledRun(scheduledRun, outline) ??
    runCampaign(input, scheduledRun, { campaign: tonight, outline })
  );
}

function plan(
  { specDigest, pace, tuning }: NightlyInput,
  campaign: CampaignInput['campaign'],
): Promise<CampaignOutline | string> {
  const { planCampaign } = proxyActivities<Activities>(activityOptions(tuning).read);
  return orWhyNot('the plan could not be made', () =>
    planCampaign.executeWithOptions({ summary: `Plan ${campaign.name}` }, [{ campaign, specDigest, pace }]),
  );
}

async function runCampaign(
  input: NightlyInput,
  scheduledRun: NamedScheduledRun,
  { campaign, outline }: { readonly campaign: CampaignInput['campaign']; readonly outline: CampaignOutline },
): Promise<ScheduledRunResult> {
  const { specDigest, startedBy, reason, pace, tuning, terms } = input;
  const planned = new Map(
    outline.stages.flatMap((stage) => stage.clusters.map((each) => [each.resourceId, each])),
  );
  try {
    const child = executeChild<typeof campaignWorkflow>(workflowTypes.campaign, {
      workflowId: campaignWorkflowId(campaign.name),
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      args: [
        {
          campaign,
          specDigest,
          planDigest: outline.digest,
          planned: planSize(outline),
          startedBy,
          reason,
          pace,
          tuning,
          carried: null,
          scheduledRun: terms,
        },
      ],
      // Ending the run's workflow in Temporal aborts nothing in Azure: the campaign continues.
      parentClosePolicy: 'ABANDON',
      cancellationType: 'ABANDON',
      staticSummary: summaryText(
        `to ${outline.target}: scheduled run of ${scheduledRun.date}, ${input.schedule}`,
      ),
      memo: {
        planDigest: outline.digest,
        specDigest,
        creator: startedBy,
        ...(pace === null ? {} : { pace }),
      },
      typedSearchAttributes: [
        { key: keys.DrydockCampaign, value: campaign.name },
        { key: keys.DrydockPhase, value: 'Running' },
        { key: keys.DrydockTargetVersion, value: outline.target },
        { key: keys.DrydockNeedsAttention, value: false },
        { key: keys.DrydockFailed, value: 0 },
      ],
    });
    const ended = await resultOfChild(child);
    return describeScheduledRun(scheduledRun, {
      campaign: campaign.name,
      phase: ended.phase,
      reason: ended.reason,
      clusters: ended.clusters.map(({ resourceId, phase, reason: because, startedAt, failed = false }) => ({
        name: planned.get(resourceId)?.name ?? resourceId,
        phase,
        reason: because,
        wasBegun: startedAt !== null,
        failed,
        blockReasons: planned.get(resourceId)?.blockReasons ?? [],
        untested: planned.get(resourceId)?.untested ?? [],
      })),
    });
  } catch (thrown) {
    if (thrown instanceof WorkflowExecutionAlreadyStartedError)
      return nothingBegun(scheduledRun, `a campaign named ${campaign.name} was started meanwhile`);
    // Cancelled in Temporal: its campaign continues.
    if (isCancellation(thrown) || !(thrown instanceof ChildWorkflowFailure)) throw thrown;
    const because = `its campaign ended in Temporal: ${thrown.cause?.message ?? thrown.message}`;
    return { ...nothingBegun(scheduledRun, because), campaign: campaign.name, phase: 'Failed' };
  }
}

function nothingBegun(scheduledRun: Pick<NamedScheduledRun, 'date'>, reason: string): ScheduledRunResult {
  return describeScheduledRun(scheduledRun, { campaign: null, phase: 'Skipped', reason, clusters: [] });
}

function failedBefore(scheduledRun: Pick<NamedScheduledRun, 'date'>, reason: string): ScheduledRunResult {
  return { ...nothingBegun(scheduledRun, reason), phase: 'Failed' };
}
