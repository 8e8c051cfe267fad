import { heartbeat, sleep } from '@temporalio/activity';
import type { PacedInput } from '../envelope/paced-input.ts';
import { readFreezes } from './read-freezes.ts';

const lookEveryMs = 2_000;

/** Looks until no freeze stands in the way any more. */
export async function awaitFreezeLifted({ pace }: PacedInput): Promise<void> {
  for (;;) {
    const verdict = await readFreezes(pace);
    if (!verdict.frozen) return;
    heartbeat({ frozen: verdict.reason });
    await sleep(lookEveryMs);
  }
}
