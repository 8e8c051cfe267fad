import { enforcements } from '#domain/audit/admission/admission-policy.ts';
import { hardenedByPolicies } from '#domain/audit/hardening/hardened-controls.ts';
import { policiesAsObjects } from '#domain/audit/hardening/policies-as-objects.ts';
import type { KubernetesObject } from '#domain/audit/kubernetes/api-objects.ts';
import { newestPssMinor } from '#domain/audit/pod-security/pod/pss-version.ts';
import { CommandError } from '../failure/command-error.ts';
import { exitCodes } from '../failure/exit-codes.ts';
import type { OptionValues } from '../input/command-input.ts';

const ofClusters = ['cluster', 'kubeconfig', 'context', 'networkPolicyEngine', 'holdKured'];

/** The admission policies that were asked for. Throws CommandError (64) for a control that none enforces, and for options that only a cluster has a use for. */
export function policyManifests(options: OptionValues): readonly KubernetesObject[] {
  const given = [
    ...ofClusters.filter((each) => options.text(each) !== null),
    ...['apply', 'applyAzureSettings'].filter((each) => options.isOn(each)),
  ];
  if (given.length > 0)
    throw new CommandError(
      exitCodes.usage,
      '--policies prints manifests and asks no cluster',
      'apply them with kubectl apply -f, or through GitOps',
    );
  const controls = options.list('control');
  const other = controls.find((each) => !hardenedByPolicies.includes(each));
  if (other !== undefined)
    throw new CommandError(
      exitCodes.usage,
      `no admission policy enforces ${other}`,
      'docs/baseline.md says of each control why',
    );
  return policiesAsObjects({
    controls,
    namespaces: options.list('namespace'),
    enforcement: enforcements.find((each) => each === options.text('enforcement')) ?? 'audit',
    pssMinor: newestPssMinor,
  });
}
