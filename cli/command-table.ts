import { hardenedControls } from '#domain/audit/hardening/hardened-controls.ts';
import type { CommandModule } from './input/command-input.ts';

/** One option: its flags as commander reads them, what it means, and the values it takes where they are few. */
interface OptionRow {
  readonly flags: string;
  readonly help: string;
  readonly choices?: readonly string[];
}

/** One command. Its module (and with it any SDK) is loaded only when it runs. */
export interface CommandRow {
  /** One word, or that of a family (`commandFamilies`) and one more. */
  readonly name: string;
  readonly group: string;
  readonly summary: string;
  /** "<id>", "[plan]" */
  readonly positional?: string;
  readonly options: readonly OptionRow[];
  readonly load: () => Promise<CommandModule>;
}

const file: OptionRow = { flags: '-f, --file <file>', help: 'the campaign file' };
const files: OptionRow = { flags: '-f, --file <file...>', help: 'campaign files' };
const output: OptionRow = { flags: '-o, --output <format>', help: 'text or json', choices: ['text', 'json'] };
const pace: OptionRow = {
  flags: '--pace <clock>',
  help: "play it at the simulator's speed",
  choices: ['simulator'],
};
const yes: OptionRow = { flags: '-y, --yes', help: 'do not ask' };
const as: OptionRow = { flags: '--as <name>', help: 'who acts (default: the local user)' };
const reason: OptionRow = { flags: '--reason <text>', help: 'why; recorded with the decision' };
const timeout: OptionRow = {
  flags: '--timeout <duration>',
  help: 'give up looking after, e.g. 30m (exit 124)',
};
const exitOnGate: OptionRow = { flags: '--exit-on-gate', help: 'exit 5 as soon as a person is waited for' };
const gate: OptionRow = { flags: '--gate <name>', help: 'the gate, named after its stage' };
const digest: OptionRow = {
  flags: '--digest <sha256>',
  help: 'the plan you agree to (default: the one shown)',
};
const target: OptionRow = {
  flags: '--target <target>',
  help: 'stage/NAME, cluster/NAME or pool/CLUSTER/POOL',
};
const optionalTarget: OptionRow = { ...target, help: `${target.help} (default: the campaign)` };
const goingBack: OptionRow = { ...target, help: 'pool/CLUSTER/POOL, or cluster/NAME for all of its pools' };
const forced: OptionRow = { ...target, help: 'cluster/NAME, one that waits for a decision' };
const forceFor: OptionRow = { flags: '--for <duration>', help: 'how long at most (default: 1h)' };
const quarantined: OptionRow = { ...target, help: 'pool/CLUSTER/POOL, one that its cluster asks about' };
const soaking: OptionRow = {
  ...target,
  help: 'stage/NAME or cluster/NAME (default: the soak the campaign is in)',
};
const pauseAt: OptionRow = {
  flags: '--at <level>',
  help: 'what is still finished (default: node-pool)',
  choices: ['node-pool', 'cluster', 'stage'],
};
const steering = [as, reason, yes, output];
const ofCluster: readonly OptionRow[] = [
  { flags: '--kubeconfig <file>', help: 'the cluster that the node belongs to' },
  { flags: '--context <name>', help: "one of the kubeconfig's contexts (default: its current one)" },
];

/** Commands of two words stand below their first one. */
export const commandFamilies: Readonly<Record<string, string>> = {
  freeze: 'the stop switch over all campaigns',
  schedule: 'campaigns that run again, night after night',
};

export const commandTable: readonly CommandRow[] = [
  {
    name: 'validate',
    group: 'Author',
    summary: 'all problems of campaign and nightly files, with file:line:column',
    options: [files, output],
    load: () => import('./commands/validate.ts'),
  },
  {
    name: 'schema',
    group: 'Author',
    summary: 'JSON Schema (draft-07) of a campaign file, or of a nightly one',
    positional: '[kind]',
    options: [],
    load: () => import('./commands/schema.ts'),
  },
  {
    name: 'fleet',
    group: 'Look',
    summary: 'every cluster and pool: versions, images, upgrades on offer',
    options: [{ ...file, help: 'only the subscriptions of this campaign file' }, output],
    load: () => import('./commands/fleet.ts'),
  },
  {
    name: 'plan',
    group: 'Look',
    summary: 'the whole journey before anything moves',
    options: [
      { ...file, help: 'the campaign file, or a nightly one: what its next night would do' },
      { flags: '--out <plan>', help: 'save the plan, to start exactly it' },
      { flags: '--detailed-exitcode', help: 'exit 2 when the plan has changes' },
      { ...pace, help: "times by the simulator's clock, as start would have them" },
      output,
    ],
    load: () => import('./commands/plan.ts'),
  },
  {
    name: 'scan',
    group: 'Look',
    summary: 'API versions that are gone or deprecated at a version, before it breaks anything',
    options: [
      { flags: '--manifests <path...>', help: 'files, folders, or - for stdin' },
      {
        flags: '--cluster <id>',
        help: 'a cluster of AKS, besides or instead: its resource id, or its name where only one has it',
      },
      { flags: '--kubeconfig <file>', help: 'likewise a cluster, whosever it is' },
      { flags: '--context <name>', help: "one of the kubeconfig's contexts (default: its current one)" },
      {
        flags: '--audit-log <file...>',
        help: "what the API server's audit log says of who asks: events in JSON, one a line",
      },
      { flags: '--target <version>', help: 'the Kubernetes version to come, e.g. 1.34' },
      {
        flags: '--mode <mode>',
        help: 'gate: what ends by then (default for clusters); full: all there is to say (default for manifests)',
        choices: ['gate', 'full'],
      },
      { flags: '--waivers <file>', help: 'what is accepted, by whom and until when' },
      { ...output, help: 'text, json, sarif or md', choices: ['text', 'json', 'sarif', 'md'] },
    ],
    load: () => import('./commands/scan.ts'),
  },
  {
    name: 'audit',
    group: 'Look',
    summary: 'the security baseline: what pods, policies, roles and settings allow',
    options: [
      { flags: '--cluster <name>', help: 'a cluster that Azure knows, by its name or resource id' },
      { flags: '--kubeconfig <file>', help: 'a cluster without Azure' },
      { flags: '--context <name>', help: "one of the kubeconfig's contexts (default: its current one)" },
      {
        flags: '--manifests <path...>',
        help: 'files, folders, or - for stdin, as if applied to one cluster',
      },
      { flags: '--arm <file...>', help: 'what az aks show and az aks nodepool list print' },
      {
        flags: '--network-policy-engine <engine>',
        help: 'whose policies hold (default: as Azure says; of a cluster without Azure the one that runs, of manifests calico)',
        choices: ['azure', 'calico', 'cilium', 'none'],
      },
      { flags: '--target <version>', help: 'the Kubernetes version to come: what the upgrade would break' },
      {
        flags: '--pss-level <level>',
        help: 'the Pod Security Standard that every pod has to keep',
        choices: ['baseline', 'restricted'],
      },
      {
        flags: '--pss-version <version>',
        help: 'of the policy, e.g. v1.34 (default: latest; of a cluster its own)',
      },
      { flags: '--pods', help: 'with what both levels say of each pod of the cluster (-o json)' },
      { flags: '--waivers <file>', help: 'what is accepted, by whom and until when' },
      { ...output, help: 'text, json, sarif or md', choices: ['text', 'json', 'sarif', 'md'] },
    ],
    load: () => import('./commands/audit.ts'),
  },
  {
    name: 'windows',
    group: 'Look',
    summary: 'when the campaign of a file may act next, and when its nights begin',
    options: [
      { ...file, help: 'the campaign or nightly file' },
      { flags: '--from <time>', help: 'a time with its zone, e.g. 2026-12-24T18:00Z (default: now)' },
      { flags: '-n <count>', help: 'how many windows (default: 10)' },
      { ...pace, help: "now by the simulator's clock" },
      output,
    ],
    load: () => import('./commands/windows.ts'),
  },
  {
    name: 'start',
    group: 'Run',
    summary: 'start a campaign from its file or a saved plan',
    positional: '[plan]',
    options: [
      file,
      { flags: '--watch', help: 'stay and watch it' },
      { flags: '--id <name>', help: "instead of the file's metadata.name" },
      { flags: '--no-wait', help: 'refuse (exit 7) when outside the window now' },
      pace,
      exitOnGate,
      timeout,
      ...steering,
    ],
    load: () => import('./commands/start.ts'),
  },
  {
    name: 'list',
    group: 'Run',
    summary: 'campaigns that Temporal remembers',
    options: [output],
    load: () => import('./commands/list.ts'),
  },
  {
    name: 'status',
    group: 'Run',
    summary: 'where a campaign stands',
    positional: '<id>',
    options: [{ flags: '--watch', help: 'stay and watch it' }, exitOnGate, timeout, output],
    load: () => import('./commands/status.ts'),
  },
  {
    name: 'watch',
    group: 'Run',
    summary: 'the live tree of a campaign; Ctrl-C leaves it running',
    positional: '<id>',
    options: [exitOnGate, timeout],
    load: () => import('./commands/watch.ts'),
  },
  {
    name: 'describe',
    group: 'Run',
    summary:
      'everything about a campaign: status, plan, questions and decisions, what was done by rule, what was not restored',
    positional: '<id>',
    options: [output],
    load: () => import('./commands/describe.ts'),
  },
  {
    name: 'report',
    group: 'Run',
    summary: 'what happened, for people and for CI, while it goes on or afterwards',
    positional: '<id>',
    options: [
      { ...output, help: 'md (the default), html, json or junit', choices: ['md', 'html', 'json', 'junit'] },
      { flags: '--out <file>', help: 'write it to a file' },
    ],
    load: () => import('./commands/report.ts'),
  },
  {
    name: 'approve',
    group: 'Steer',
    summary: 'open a gate, bound to the plan you saw',
    positional: '<id>',
    options: [gate, digest, ...steering],
    load: () => import('./commands/approve.ts'),
  },
  {
    name: 'reject',
    group: 'Steer',
    summary: 'refuse a gate: the campaign goes no further',
    positional: '<id>',
    options: [gate, digest, ...steering],
    load: () => import('./commands/reject.ts'),
  },
  {
    name: 'pause',
    group: 'Steer',
    summary: 'begin nothing new; what Azure does already is finished',
    positional: '<id>',
    options: [pauseAt, ...steering],
    load: () => import('./commands/pause.ts'),
  },
  {
    name: 'resume',
    group: 'Steer',
    summary: 'go on after a pause',
    positional: '<id>',
    options: steering,
    load: () => import('./commands/resume.ts'),
  },
  {
    name: 'abort',
    group: 'Steer',
    summary: 'stop a campaign or a part of it now, and what runs of it in Azure',
    positional: '<id>',
    options: [optionalTarget, ...steering],
    load: () => import('./commands/abort.ts'),
  },
  {
    name: 'retry',
    group: 'Steer',
    summary: 'try again what needs a decision or has failed',
    positional: '<id>',
    options: [target, ...steering],
    load: () => import('./commands/retry.ts'),
  },
  {
    name: 'skip',
    group: 'Steer',
    summary: 'leave as it is what needs a decision or has not begun',
    positional: '<id>',
    options: [target, ...steering],
    load: () => import('./commands/skip.ts'),
  },
  {
    name: 'rollback',
    group: 'Steer',
    summary: 'take node pools back to the version they came from, while AKS allows it',
    positional: '<id>',
    options: [goingBack, ...steering],
    load: () => import('./commands/rollback.ts'),
  },
  {
    name: 'force',
    group: 'Steer',
    summary: 'try once more, overriding deprecated APIs in use and disruption budgets',
    positional: '<id>',
    options: [forced, forceFor, ...steering],
    load: () => import('./commands/force.ts'),
  },
  {
    name: 'clean-up',
    group: 'Steer',
    summary: 'drain the quarantined nodes of a pool, delete their machines, and go on',
    positional: '<id>',
    options: [quarantined, ...steering],
    load: () => import('./commands/clean-up.ts'),
  },
  {
    name: 'promote',
    group: 'Steer',
    summary: 'end a soak early',
    positional: '<id>',
    options: [soaking, ...steering],
    load: () => import('./commands/promote.ts'),
  },
  {
    name: 'schedule create',
    group: 'Nightly',
    summary: 'run a nightly file on its schedule; may be repeated',
    positional: '<name>',
    options: [{ ...file, help: 'the nightly file' }, pace, as, reason, output],
    load: () => import('./commands/schedule-create.ts'),
  },
  {
    name: 'schedule list',
    group: 'Nightly',
    summary: 'every schedule, with its next night',
    options: [output],
    load: () => import('./commands/schedule-list.ts'),
  },
  {
    name: 'schedule describe',
    group: 'Nightly',
    summary: 'a schedule, and what its last nights did',
    positional: '<name>',
    options: [output],
    load: () => import('./commands/schedule-describe.ts'),
  },
  {
    name: 'schedule next',
    group: 'Nightly',
    summary: 'when the next nights begin, with the changes of the clock',
    positional: '<name>',
    options: [{ flags: '-n <count>', help: 'how many (default: 5)' }, output],
    load: () => import('./commands/schedule-next.ts'),
  },
  {
    name: 'schedule trigger',
    group: 'Nightly',
    summary: 'begin a night now',
    positional: '<name>',
    options: [output],
    load: () => import('./commands/schedule-trigger.ts'),
  },
  {
    name: 'schedule pause',
    group: 'Nightly',
    summary: 'let no night begin; one that runs goes on',
    positional: '<name>',
    options: steering,
    load: () => import('./commands/schedule-pause.ts'),
  },
  {
    name: 'schedule resume',
    group: 'Nightly',
    summary: 'let nights begin again',
    positional: '<name>',
    options: [as, reason, output],
    load: () => import('./commands/schedule-resume.ts'),
  },
  {
    name: 'schedule backfill',
    group: 'Nightly',
    summary: 'make up now for nights that were missed',
    positional: '<name>',
    options: [
      { flags: '--from <time>', help: 'nights after it; with its zone: 2026-12-24T00:00Z' },
      { flags: '--to <time>', help: 'default: now' },
      output,
    ],
    load: () => import('./commands/schedule-backfill.ts'),
  },
  {
    name: 'schedule delete',
    group: 'Nightly',
    summary: 'let no night begin any more; one that runs goes on',
    positional: '<name>',
    options: [yes, output],
    load: () => import('./commands/schedule-delete.ts'),
  },
  {
    name: 'freeze create',
    group: 'Freeze',
    summary: 'let no campaign begin anything; what Azure does already is finished',
    positional: '<name>',
    options: [
      {
        flags: '--until <end>',
        help: 'a time (2026-12-24T18:00Z) or how long (12h); default: until it is lifted',
      },
      ...steering,
    ],
    load: () => import('./commands/freeze-create.ts'),
  },
  {
    name: 'freeze list',
    group: 'Freeze',
    summary: 'every freeze, with who, until when and why',
    options: [output],
    load: () => import('./commands/freeze-list.ts'),
  },
  {
    name: 'freeze lift',
    group: 'Freeze',
    summary: 'end a freeze',
    positional: '<name>',
    options: steering,
    load: () => import('./commands/freeze-lift.ts'),
  },
  {
    name: 'drain',
    group: 'Nodes',
    summary: 'empty a node, pod by pod, within its disruption budgets',
    positional: '<node>',
    options: [
      ...ofCluster,
      { flags: '--timeout <duration>', help: 'give up after (default: 10m; 0s: never); exit 124' },
      {
        flags: '--grace-period <seconds>',
        help: 'at most so long for a pod to end; -1 (default): what it asks for itself',
      },
      { flags: '--delete-emptydir-data', help: 'let pods go whose emptyDir is lost with them' },
      { flags: '--force', help: 'let pods go that nobody makes anew' },
      { flags: '--ignore-daemonsets', help: 'is always so: pods of daemon sets stay' },
      {
        flags: '--skip-wait-for-delete-timeout <seconds>',
        help: 'do not wait for pods that should have ended longer ago',
      },
      { flags: '--dry-run', help: 'ask the API server what it would say, and change nothing' },
      as,
      reason,
      output,
    ],
    load: () => import('./commands/drain.ts'),
  },
  {
    name: 'uncordon',
    group: 'Nodes',
    summary: 'let a drained node take pods again',
    positional: '<node>',
    options: [...ofCluster, { flags: '--force', help: 'whoever has cordoned it' }, output],
    load: () => import('./commands/uncordon.ts'),
  },
  {
    name: 'harden',
    group: 'Operate',
    summary:
      'what would enforce controls of the security baseline, tried on the server; applied with --apply alone (settings of Azure: --apply-azure-settings)',
    options: [
      {
        flags: '--cluster <name>',
        help: 'a cluster that Azure knows, by its name or resource id: settings of Azure too',
      },
      { flags: '--kubeconfig <file>', help: 'the cluster, without Azure' },
      { flags: '--context <name>', help: "one of the kubeconfig's contexts (default: its current one)" },
      {
        flags: '--control <id...>',
        help: 'only these, such as SB-NET-02 (the metadata address is blocked) and SB-POD-06 (namespaces enforce baseline)',
        choices: hardenedControls,
      },
      { flags: '--namespace <name...>', help: 'only these (default: every one of users)' },
      {
        flags: '--network-policy-engine <engine>',
        help: 'whose policies hold (default: the one whose daemons run)',
        choices: ['azure', 'calico', 'cilium', 'none'],
      },
      {
        flags: '--hold-kured <duration>',
        help: "hold kured's lock for so long, at most 168h: no node is rebooted beside an upgrade",
      },
      { flags: '--apply', help: 'apply what the server takes, one namespace after the other' },
      {
        flags: '--apply-azure-settings',
        help: 'send the settings of Azure that enforce what --control names, one after the other; asks first',
      },
      yes,
      output,
    ],
    load: () => import('./commands/harden.ts'),
  },
  {
    name: 'doctor',
    group: 'Operate',
    summary: 'is everything there that a campaign needs?',
    options: [output],
    load: () => import('./commands/doctor.ts'),
  },
  {
    name: 'setup',
    group: 'Operate',
    summary: 'register the search attributes; may be repeated',
    options: [output],
    load: () => import('./commands/setup.ts'),
  },
  {
    name: 'worker',
    group: 'Operate',
    summary: 'run a worker until SIGTERM',
    options: [],
    load: () => import('./commands/worker.ts'),
  },
  {
    name: 'simulate',
    group: 'Operate',
    summary: 'serve a simulated Azure and its clusters on loopback',
    options: [
      { flags: '--scenario <name>', help: 'a scenario by name, or a fleet file (default: two-stages)' },
      { flags: '--port <port>', help: '0: a free one (default: 8443)' },
      { flags: '--speed <factor>', help: "simulated seconds per real second (default: the file's)" },
      { flags: '--seed <number>', help: "the same seed gives the same run (default: the file's)" },
      { flags: '--dir <folder>', help: 'where its certificates and kubeconfigs go' },
      { flags: '--state <file>', help: 'keep everything in it, and go on from it' },
      { flags: '--limits', help: "refuse requests beyond Azure's limits" },
      { flags: '--schema', help: 'print the JSON Schema of a fleet file' },
    ],
    load: () => import('./commands/simulate.ts'),
  },
  {
    name: 'demo',
    group: 'Operate',
    summary: 'a whole campaign against a simulated fleet in under a minute',
    options: [{ flags: '--keep', help: 'leave it up for looking around, until Ctrl-C' }],
    load: () => import('./commands/demo.ts'),
  },
  {
    name: 'version',
    group: 'Operate',
    summary: 'versions of Drydock and what it runs on',
    options: [output],
    load: () => import('./commands/version.ts'),
  },
];
