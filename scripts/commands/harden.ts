import type { CommandInput } from '../command-input.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { type HardeningStep, hardenCluster } from '../harden-cluster.ts';
import { printJson, printText } from '../print.ts';
import { hardenText } from '../view/harden-text.ts';

/** 0 where all that was proposed is, or would be, applied; 6 where something was refused; 1 where something was written in vain. */
export async function run({ options }: CommandInput): Promise<ExitCode> {
  const isMeant = options.isOn('apply');
  const steps = await hardenCluster(options, isMeant);
  if (options.wantsJson()) printJson({ kind: 'Hardening', applied: isMeant, steps: steps.map(asJson) });
  else printText(hardenText(steps, isMeant));
  if (steps.some(({ state }) => state === 'failed')) return exitCodes.unclassified;
  return steps.some(({ state }) => state === 'refused') ? exitCodes.blocked : exitCodes.done;
}

function asJson({ proposal, state, why, cautions, undo }: HardeningStep) {
  const { kind: _, ...proposed } = proposal;
  return { ...proposed, state, why: why ?? proposal.why, cautions, undo };
}
