import { openCleanup } from '../demo/cleanup.ts';
import { keepRunning, playCampaign, printAccess } from '../demo/play-campaign.ts';
import { openStageSet } from '../demo/stage-set.ts';
import { CommandError } from '../failure/command-error.ts';
import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import type { CommandInput, OptionValues } from '../input/command-input.ts';

/** Simulated seconds per real second: the whole campaign fits into less than a minute. */
const usualSpeed = 900;
/** Beyond it, polling and sending take longer than what they wait for. */
const mostSpeed = 3600;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A whole campaign against a simulated fleet, everything started here and stopped again, whatever happens. */
export async function run({ options }: CommandInput): Promise<ExitCode> {
  const speed = speedFrom(options);
  if (options.isOn('interactive') && !process.stdin.isTTY)
    throw new CommandError(
      exitCodes.usage,
      '--interactive needs a terminal to ask on',
      'without it the demo approves the gate itself',
    );
  const cleanup = openCleanup();
  let exitCode: ExitCode = exitCodes.detached;
  let isLeaving = false;
  const leave = () => {
    if (isLeaving) return;
    isLeaving = true;
    void cleanup.run().finally(() => process.exit(exitCode));
  };
  for (const signal of signals) process.on(signal, leave);
  try {
    const set = await openStageSet(cleanup, speed);
    if (options.isOn('keep')) printAccess(set);
    exitCode = await playCampaign(cleanup, set, options);
    if (options.isOn('keep') && !isLeaving) await keepRunning();
  } catch (error) {
    // Ctrl-C stops the programs the campaign depends on: failures after that are expected.
    if (!isLeaving) throw error;
  } finally {
    await cleanup.run();
    for (const signal of signals) process.off(signal, leave);
  }
  return exitCode;
}

/** Throws CommandError (64) for anything but a number from 1 to 3600. */
function speedFrom(options: OptionValues): number {
  const typed = options.text('speed');
  const speed = typed === null ? usualSpeed : Number(typed);
  if (speed >= 1 && speed <= mostSpeed) return speed;
  throw new CommandError(
    exitCodes.usage,
    `--speed expects a number from 1 to ${mostSpeed}, got "${typed}"`,
    `${usualSpeed} is the default`,
  );
}
