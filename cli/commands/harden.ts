import { proposePolicies } from '#domain/audit/hardening/propose-policies.ts';
import { newestPssMinor } from '#domain/audit/pod-security/pod/pss-version.ts';
import { writeYaml } from '#spec/yaml/write-yaml.ts';
import { CommandError } from '../failure/command-error.ts';
import { type ExitCode, exitCodes } from '../failure/exit-codes.ts';
import type { CommandInput, OptionValues } from '../input/command-input.ts';
import { policyInput } from '../input/policy-input.ts';
import { type HardeningStep, hardenCluster } from '../inspect/harden-cluster.ts';
import { hardenText } from '../view/cluster/harden-text.ts';
import { printDocument, printJson, printText } from '../view/terminal/print.ts';

/** 0 where all that was proposed is, or would be, applied; 6 where something was refused; 1 where something was written in vain. */
export async function run({ options }: CommandInput): Promise<ExitCode> {
  const isMeant = options.isOn('apply');
  const isOfCluster = ['cluster', 'kubeconfig'].some((each) => options.text(each) !== null);
  if (options.isOn('policies') && !isOfCluster && !isMeant) return printPolicies(options);
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
async function printPolicies(options: OptionValues): Promise<ExitCode> {
  const question = { ...(await policyInput(options)), pssMinor: newestPssMinor, now: Date.now() };
  const proposals = proposePolicies(question);
  const refused = proposals.flatMap((each) =>
    each.kind === 'refuse' ? [`${each.control}: ${each.why}`] : [],
  );
  if (refused.length > 0)
    throw new CommandError(
      exitCodes.invalidFile,
      `a waiver cannot be an exclusion\n${refused.join('\n')}`,
      'or name the other controls with --control; nothing was printed',
    );
  const items = proposals.flatMap((each) => (each.kind === 'apply' ? [each.object] : []));
  if (options.wantsJson()) printJson({ apiVersion: 'v1', kind: 'List', items });
  else printDocument(items.map(writeYaml).join('\n---\n'));
  return exitCodes.done;
}

function asJson({ proposal, state, why, cautions, undo }: HardeningStep) {
  const { kind: _, ...proposed } = proposal;
  return { ...proposed, state, why: why ?? proposal.why, cautions, undo };
}
