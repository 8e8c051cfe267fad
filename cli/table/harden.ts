import { hardenedByPolicies, hardenedControls } from '#domain/audit/hardening/hardened-controls.ts';
import type { CommandRow } from './command-row.ts';
import { context, engine, kubeconfig, output, waivers, yes } from './shared-options.ts';

export const harden: readonly CommandRow[] = [
  {
    name: 'harden',
    summary:
      'propose changes that enforce security controls, checked by server-side dry run; applied only with --apply or --apply-azure-settings',
    options: [
      { flags: '--cluster <name>', help: 'AKS cluster: name or resource id; proposes Azure settings too' },
      { ...kubeconfig, help: 'kubeconfig of a cluster, without its Azure settings' },
      context,
      {
        flags: '--control <id...>',
        help: 'only these controls, e.g. SB-NET-02 (block the metadata address), SB-POD-06 (namespaces enforce the baseline level)',
        choices: [...new Set([...hardenedControls, ...hardenedByPolicies])],
      },
      { flags: '--namespace <name...>', help: 'only these namespaces (default: all user namespaces)' },
      { ...engine, help: 'network policy engine (default: the engine found in the cluster)' },
      {
        flags: '--hold-kured <duration>',
        help: "hold kured's reboot lock, at most 168h: no node reboots during an upgrade",
      },
      {
        flags: '--policies',
        help: 'propose ValidatingAdmissionPolicies of the controls that have one (default: recommended); without a cluster, print them as YAML',
      },
      {
        flags: '--enforcement <action>',
        help: 'what the policies do with a violation (default: audit)',
        choices: ['audit', 'warn', 'deny'],
      },
      { ...waivers, help: 'waived namespaces, which the policies exclude' },
      {
        flags: '--apply',
        help: 'apply what the dry run accepts, one namespace at a time, after confirmation',
      },
      {
        flags: '--apply-azure-settings',
        help: 'apply the Azure settings of the controls named by --control, one at a time, after confirmation',
      },
      {
        flags: '--reason <text>',
        help: 'why: recorded in the annotation drydock.dev/reason of each object that is applied',
      },
      yes,
      output,
    ],
    load: () => import('../commands/harden.ts'),
  },
];
