import { heartbeat, sleep } from '@temporalio/activity';
import { campaignNow, pollDelay } from '../envelope/campaign-clock.ts';
import type { PacedInput } from '../envelope/paced-input.ts';

export interface SettleInput extends PacedInput {
  /** How long a bad reading may still become good; campaign time (ms). */
  readonly settleMs: number;
  readonly pollMs: number;
  readonly pollFloorMs: number;
}

/** The heartbeat while it waits: what is not as planned yet, and until when (RFC 3339) it is read again. */
interface SettlingProgress {
  readonly problems: readonly string[];
  readonly until: string;
}

export type Verdict =
  | {
      readonly ok: true;
      /** How many there are, where nodes were asked. */
      readonly nodes?: number;
    }
  | { readonly ok: false; readonly problems: readonly string[]; readonly settling: boolean };

/** Reads until the verdict is good, or bad in a way that time cannot fix, or time is up. */
export async function settle(input: SettleInput, read: () => Promise<Verdict>): Promise<Verdict> {
  const until = campaignNow(input.pace) + input.settleMs;
  for (;;) {
    const verdict = await read();
    if (verdict.ok || !verdict.settling || campaignNow(input.pace) >= until) return verdict;
    const { problems } = verdict;
    heartbeat({ problems, until: new Date(until).toISOString() } satisfies SettlingProgress);
    await sleep(pollDelay(input.pace, input.pollMs, input.pollFloorMs));
  }
}
