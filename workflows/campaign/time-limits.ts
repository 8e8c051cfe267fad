import { condition } from '@temporalio/workflow';
import { describeMissingDecision } from '#domain/nightly/scheduled-run-messages.ts';
import { formatDuration } from '#domain/text/duration.ts';
import type { ScheduledRunTerms } from '#protocol/scheduled-run.ts';
import type { CampaignRun } from '../state/campaign-run.ts';
import { publishCampaign } from '../state/publish-campaign.ts';

/** Runs beside the campaign: after `timeouts.campaign` no further cluster begins. */
export async function limitCampaign(run: CampaignRun): Promise<void> {
  const isOver = () => run.result !== null;
  const { campaignMs } = run.input.campaign.timeouts;
  const summary = `The campaign may take no longer than ${formatDuration(campaignMs)}`;
  if ((await run.clock.waitUntil(run.deadline, summary, isOver)) !== 'elapsed') return;
  run.timedOut = true;
  publishCampaign(run);
}

/**
 * Runs beside the campaign of a scheduled run: a pause that no one lifts in time, an operator's or a rule's, ends it, and the
 * rest is deferred to the next run. Clusters that are paused with it do the same (waits/await-permission.ts).
 */
export async function limitPauses(run: CampaignRun, { decideWithinMs }: ScheduledRunTerms): Promise<void> {
  const isOver = () => run.result !== null || run.aborted !== null || run.deferredToNextRun !== null;
  while (!isOver()) {
    await condition(() => run.paused !== null || isOver());
    const { paused } = run;
    if (paused === null) continue;
    const until = Date.parse(paused.since) + decideWithinMs;
    const end = await run.clock.waitUntil(
      until,
      'Paused, in a scheduled run',
      () => run.paused !== paused || isOver(),
    );
    if (end !== 'elapsed' || isOver()) continue;
    run.deferredToNextRun = `${paused.reason}; ${describeMissingDecision(decideWithinMs)}; the rest is deferred to the next run`;
    publishCampaign(run);
  }
}
