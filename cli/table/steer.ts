import type { OperatorVerb } from '#protocol/operator-updates.ts';
import type { CommandRow, OptionRow } from './command-row.ts';
import { steering } from './shared-options.ts';

const gate: readonly OptionRow[] = [
  { flags: '--gate <name>', help: 'gate, named after its stage' },
  { flags: '--digest <sha256>', help: 'digest of the approved plan (default: the plan shown)' },
];
const target = (help: string): OptionRow => ({ flags: '--target <target>', help });
const anyPart =
  'stage/NAME, cluster/CLUSTER or pool/CLUSTER/POOL; CLUSTER is GROUP/NAME where its name alone is ambiguous';

export const steer: readonly CommandRow[] = [
  row('approve', 'approve a gate, bound to the plan shown', gate),
  row('reject', 'reject a gate; one rejection ends the campaign for good', gate),
  row('pause', 'stop starting changes; operations in progress finish', [
    {
      flags: '--at <level>',
      help: 'what still finishes first (default: node-pool)',
      choices: ['node-pool', 'cluster', 'stage'],
    },
  ]),
  row('resume', 'continue after a pause', [
    {
      flags: '--pause <id>',
      help: '`pause.id` of status -o json: no other pause ends (default: the one that is shown)',
    },
  ]),
  row('abort', 'stop a campaign or a part of it, including its operations in Azure', [
    target(`${anyPart} (default: the campaign)`),
  ]),
  row('retry', 'retry what failed or waits for a decision', [target(anyPart)]),
  row('skip', 'skip what has not started or waits for a decision', [target(anyPart)]),
  row('rollback', 'roll node pools back to their previous version, while AKS allows it', [
    target('pool/CLUSTER/POOL, or cluster/NAME for all of its pools'),
  ]),
  row('force', 'retry with deprecated-API checks and disruption budgets overridden', [
    target('cluster/NAME, one that waits for a decision'),
    { flags: '--for <duration>', help: 'maximum duration of the override (default: 1h)' },
  ]),
  row('clean-up', 'drain the quarantined nodes of a pool, delete their machines and continue', [
    target('pool/CLUSTER/POOL, one that waits for a decision'),
  ]),
  row('promote', 'end a soak early', [target('stage/NAME or cluster/NAME (default: the current soak)')]),
];

function row(name: OperatorVerb, summary: string, options: readonly OptionRow[] = []): CommandRow {
  return {
    name,
    summary,
    positional: '<id>',
    options: [...options, ...steering],
    load: async () => {
      const { operatorCommand } = await import('../steer/operator-command.ts');
      return operatorCommand(name);
    },
  };
}
