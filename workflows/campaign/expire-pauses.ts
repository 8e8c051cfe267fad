import { condition } from '@temporalio/workflow';
import { tellNobodyCame } from '#domain/nightly/scheduled-run-messages.ts';
import type { NightTerms } from '#protocol/messages.ts';
import type { CampaignRun } from '../state/campaign-run.ts';
import { publishCampaign } from '../state/publish-campaign.ts';

/**
 * By night, a pause that nobody ends in time, a person's or a failure policy's, ends the campaign: what has not
 * begun is left for the next night. Clusters that were paused with it do the same (pass-gate.ts).
 */
export async function endPauses(run: CampaignRun, night: NightTerms): Promise<void> {
  const isOver = () => run.result !== null || run.aborted !== null || run.leftForNight !== null;
  while (!isOver()) {
    await condition(() => run.paused !== null || isOver());
    const { paused } = run;
    if (paused === null) continue;
    const until = Date.parse(paused.since) + night.decideWithinMs;
    const end = await run.clock.waitUntil(until, 'Paused, by night', () => run.paused !== paused || isOver());
    if (end !== 'elapsed' || isOver()) continue;
    run.leftForNight = `${paused.reason}; ${tellNobodyCame(night.decideWithinMs)}; the rest is left for the next night`;
    publishCampaign(run);
  }
}
