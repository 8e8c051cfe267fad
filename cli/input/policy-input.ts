import { enforcements } from '#domain/audit/admission/admission-policy.ts';
import { hardenedByPolicies } from '#domain/audit/hardening/hardened-controls.ts';
import type { PolicyQuestion } from '#domain/audit/hardening/propose-policies.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import type { OptionValues } from './command-input.ts';
import { readWaivers } from './scan-input.ts';

/**
 * What `--policies` asks for, but for the cluster. Throws CommandError (64) for a control that no policy enforces and for options of other
 * proposals, and as `readWaivers`.
 */
export async function policyInput(options: OptionValues): Promise<Omit<PolicyQuestion, 'pssMinor' | 'now'>> {
  const controls = options.list('control');
  const unenforced = controls.find((each) => !hardenedByPolicies.includes(each));
  if (unenforced !== undefined)
    throw new CommandError(
      exitCodes.usage,
      `no admission policy enforces ${unenforced}`,
      'docs/baseline.md says of each control why',
    );
  if (options.text('holdKured') !== null || options.isOn('applyAzureSettings'))
    throw new CommandError(
      exitCodes.usage,
      '--policies excludes --hold-kured and --apply-azure-settings',
      'run one after the other',
    );
  const waivers = await readWaivers(options.text('waivers'), Date.now());
  return {
    controls,
    namespaces: options.list('namespace'),
    enforcement: enforcements.find((each) => each === options.text('enforcement')) ?? 'audit',
    waivers: waivers.controls,
  };
}

/** Throws CommandError (64) for what is of policies alone. */
export function refusePolicyOptions(options: OptionValues, others: readonly string[]): void {
  const control = options.list('control').find((each) => !others.includes(each));
  const option = ['enforcement', 'waivers'].find((each) => options.text(each) !== null);
  const given = control ?? (option === undefined ? null : `--${option}`);
  if (given !== null)
    throw new CommandError(exitCodes.usage, `${given} is of admission policies alone`, 'add --policies');
}
