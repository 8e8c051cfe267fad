import { campaignPhases } from '../input/list-input.ts';
import type { CommandRow } from './command-row.ts';
import { as, exitOnGate, file, output, pace, planDetails, steering, timeout } from './shared-options.ts';

export const run: readonly CommandRow[] = [
  {
    name: 'start',
    summary: 'start a campaign from its file or a saved plan',
    positional: '[plan]',
    options: [
      file,
      { flags: '--watch', help: 'watch the campaign after the start' },
      { flags: '--id <name>', help: "campaign name (default: the file's metadata.name)" },
      { flags: '--no-wait', help: 'exit 7 when outside the maintenance window or frozen' },
      pace,
      ...planDetails,
      exitOnGate,
      timeout,
      ...steering,
    ],
    load: () => import('../commands/start.ts'),
  },
  {
    name: 'list',
    summary: 'list campaigns that Temporal retains',
    options: [
      { flags: '--status <phase...>', help: 'only campaigns in these phases', choices: campaignPhases },
      { flags: '--name <pattern>', help: 'only campaigns of this name; * stands for any characters' },
      {
        flags: '--since <time>',
        help: 'only campaigns started since then: a time with its zone, or a duration, e.g. 7d',
      },
      { flags: '--limit <number>', help: 'only the newest, at most this many' },
      output,
    ],
    load: () => import('../commands/list.ts'),
  },
  {
    name: 'status',
    summary: 'show the status of a campaign',
    positional: '<id>',
    options: [{ flags: '--watch', help: 'watch until the end' }, exitOnGate, timeout, as, output],
    load: () => import('../commands/status.ts'),
  },
  {
    name: 'watch',
    summary: 'show the live tree of a campaign; Ctrl-C detaches',
    positional: '<id>',
    options: [exitOnGate, timeout, as],
    load: () => import('../commands/watch.ts'),
  },
  {
    name: 'describe',
    summary: 'show all of a campaign: status, plan, decisions, automatic actions, settings not restored',
    positional: '<id>',
    options: [as, output],
    load: () => import('../commands/describe.ts'),
  },
];
