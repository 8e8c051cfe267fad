import { condition } from '@temporalio/workflow';
import { describeNobodyCame } from '#domain/nightly/scheduled-run-messages.ts';
import type { ScheduledRunTerms } from '#protocol/scheduled-run.ts';
import type { CampaignRun } from '../state/campaign-run.ts';
import { publishCampaign } from '../state/publish-campaign.ts';

/**
 * By night, a pause that nobody ends in time, a person's or a failure policy's, ends the campaign: what has not
 * begun is left for the next night. Clusters that were paused with it do the same (pass-gate.ts).
 */
export async function endPauses(run: CampaignRun, scheduledRun: ScheduledRunTerms): Promise<void> {
  const isOver = () => run.result !== null || run.aborted !== null || run.deferredToNextRun !== null;
  while (!isOver()) {
    await condition(() => run.paused !== null || isOver());
    const { paused } = run;
    if (paused === null) continue;
    const until = Date.parse(paused.since) + scheduledRun.decideWithinMs;
    const end = await run.clock.waitUntil(until, 'Paused, by night', () => run.paused !== paused || isOver());
    if (end !== 'elapsed' || isOver()) continue;
    run.deferredToNextRun = `${paused.reason}; ${describeNobodyCame(scheduledRun.decideWithinMs)}; the rest is left for the next night`;
    publishCampaign(run);
  }
}
