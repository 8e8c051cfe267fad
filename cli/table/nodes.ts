import type { CommandRow } from './command-row.ts';
import { as, context, kubeconfig, output, reason } from './shared-options.ts';

export const nodes: readonly CommandRow[] = [
  {
    name: 'drain',
    summary: 'cordon a node and evict its pods within their disruption budgets',
    positional: '<node>',
    options: [
      kubeconfig,
      context,
      { flags: '--timeout <duration>', help: 'stop waiting after (default: 10m; 0s: no limit); exit 124' },
      {
        flags: '--grace-period <seconds>',
        help: "maximum termination grace period; -1 (default): the pod's own",
      },
      { flags: '--delete-emptydir-data', help: 'evict pods with emptyDir volumes; their data is lost' },
      { flags: '--force', help: 'evict pods without a controller; they are not recreated' },
      { flags: '--ignore-daemonsets', help: 'accepted for kubectl compatibility; always on' },
      {
        flags: '--skip-wait-for-delete-timeout <seconds>',
        help: 'do not wait for pods whose deletion is overdue by more',
      },
      { flags: '--dry-run', help: 'server-side dry run; changes nothing' },
      as,
      reason,
      output,
    ],
    load: () => import('../commands/drain.ts'),
  },
  {
    name: 'uncordon',
    summary: 'make a drained node schedulable again',
    positional: '<node>',
    options: [
      kubeconfig,
      context,
      { flags: '--force', help: 'also a node that Drydock did not cordon' },
      output,
    ],
    load: () => import('../commands/uncordon.ts'),
  },
];
