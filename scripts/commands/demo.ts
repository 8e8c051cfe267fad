import type { CommandInput } from '../command-input.ts';
import { openCleanup } from '../demo/cleanup.ts';
import { lookAround, playCampaign } from '../demo/play-campaign.ts';
import { openStageSet } from '../demo/stage-set.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';

/** Simulated seconds per real second: the whole campaign fits into less than a minute. */
const speed = 900;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A whole campaign against a simulated fleet, everything started here and stopped again, whatever happens. */
export async function run({ options }: CommandInput): Promise<ExitCode> {
  const cleanup = openCleanup();
  const leave = () => void cleanup.run().finally(() => process.exit(exitCodes.detached));
  for (const signal of signals) process.once(signal, leave);
  try {
    const set = await openStageSet(cleanup, speed);
    const exitCode = await playCampaign(cleanup, set, options);
    if (options.isOn('keep')) await lookAround(set);
    return exitCode;
  } finally {
    await cleanup.run();
    for (const signal of signals) process.off(signal, leave);
  }
}
