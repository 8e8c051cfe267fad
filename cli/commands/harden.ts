import { writeYaml } from '#spec/yaml/write-yaml.ts';
import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import type { CommandInput, OptionValues } from '../input/command-input.ts';
import { type HardeningStep, hardenCluster } from '../inspect/harden-cluster.ts';
import { policyManifests } from '../inspect/policy-manifests.ts';
import { hardenText } from '../view/cluster/harden-text.ts';
import { printDocument, printJson, printText } from '../view/terminal/print.ts';

/** 0 where all that was proposed is, or would be, applied; 6 where something was refused; 1 where something was written in vain. */
export async function run({ options }: CommandInput): Promise<ExitCode> {
  if (options.isOn('policies')) return printPolicies(options);
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

/** A list that kubectl takes, in both formats. */
function printPolicies(options: OptionValues): ExitCode {
  const items = policyManifests(options);
  if (options.wantsJson()) printJson({ apiVersion: 'v1', kind: 'List', items });
  else printDocument(items.map(writeYaml).join('\n---\n'));
  return exitCodes.done;
}

function asJson({ proposal, state, why, cautions, undo }: HardeningStep) {
  const { kind: _, ...proposed } = proposal;
  return { ...proposed, state, why: why ?? proposal.why, cautions, undo };
}
