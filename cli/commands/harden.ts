import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import type { CommandInput } from '../input/command-input.ts';
import { type HardeningStep, hardenCluster } from '../inspect/harden-cluster.ts';
import { hardenText } from '../view/cluster/harden-text.ts';
import { printJson, printText } from '../view/terminal/print.ts';

/** 0 where all that was proposed is, or would be, applied; 6 where something was refused; 1 where something was written in vain. */
export async function run({ options }: CommandInput): Promise<ExitCode> {
  const isMeant = options.isOn('apply');
  const steps = await hardenCluster(options, isMeant);
  if (options.wantsJson())
    printJson({
      kind: 'Hardening',
      applied: isMeant,
      reason: options.text('reason'),
      steps: steps.map(asJson),
    });
  else printText(hardenText(steps, isMeant));
  if (steps.some(({ state }) => state === 'failed')) return exitCodes.unclassified;
  return steps.some(({ state }) => state === 'refused') ? exitCodes.blocked : exitCodes.done;
}

function asJson({ proposal, state, why, cautions, undo }: HardeningStep) {
  const { kind: _, ...proposed } = proposal;
  return { ...proposed, state, why: why ?? proposal.why, cautions, undo };
}
