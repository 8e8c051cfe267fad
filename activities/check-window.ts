import { mayBegin } from '#domain/calendar/decide-start.ts';
import type { Maintenance } from '#domain/campaign/campaign.ts';
import { campaignNow } from './campaign-clock.ts';
import type { PacedInput } from './paced-input.ts';

export interface CheckWindowInput extends PacedInput {
  readonly maintenance: Maintenance;
}

/** Whether something may be begun now; calendars stay out of workflows, where time zones are not at hand. */
export async function checkWindow({
  maintenance,
  pace,
}: CheckWindowInput): Promise<ReturnType<typeof mayBegin>> {
  return mayBegin(maintenance, campaignNow(pace));
}
