import type { CommandRow } from './command-row.ts';
import { as, file, output, pace, reason, steering } from './shared-options.ts';

export const nightly: readonly CommandRow[] = [
  {
    name: 'schedule create',
    summary: 'create or update the schedule of a nightly file',
    positional: '<name>',
    options: [
      { ...file, help: 'nightly file' },
      { flags: '--audit', help: 'each run audits the clusters that the file selects and changes nothing' },
      pace,
      as,
      reason,
      output,
    ],
    load: () => import('../commands/schedule-create.ts'),
  },
  {
    name: 'schedule list',
    summary: 'list schedules with their next run',
    options: [output],
    load: () => import('../commands/schedule-list.ts'),
  },
  {
    name: 'schedule describe',
    summary: 'show a schedule and the results of its recent runs',
    positional: '<name>',
    options: [output],
    load: () => import('../commands/schedule-describe.ts'),
  },
  {
    name: 'schedule next',
    summary: 'list the next runs, with daylight saving changes',
    positional: '<name>',
    options: [{ flags: '-n <count>', help: 'number of runs (default: 5)' }, output],
    load: () => import('../commands/schedule-next.ts'),
  },
  {
    name: 'schedule trigger',
    summary: 'start a run now',
    positional: '<name>',
    options: [as, reason, output],
    load: () => import('../commands/schedule-trigger.ts'),
  },
  {
    name: 'schedule pause',
    summary: 'pause a schedule; a run in progress continues',
    positional: '<name>',
    options: steering,
    load: () => import('../commands/schedule-pause.ts'),
  },
  {
    name: 'schedule resume',
    summary: 'resume a paused schedule',
    positional: '<name>',
    options: [as, reason, output],
    load: () => import('../commands/schedule-resume.ts'),
  },
  {
    name: 'schedule backfill',
    summary: 'start a run now for runs that were missed',
    positional: '<name>',
    options: [
      { flags: '--from <time>', help: 'start of the range, RFC 3339, e.g. 2026-12-24T00:00Z' },
      { flags: '--to <time>', help: 'end of the range (default: now)' },
      as,
      reason,
      output,
    ],
    load: () => import('../commands/schedule-backfill.ts'),
  },
  {
    name: 'schedule delete',
    summary: 'delete a schedule; a run in progress continues',
    positional: '<name>',
    options: steering,
    load: () => import('../commands/schedule-delete.ts'),
  },
  {
    name: 'windows',
    summary:
      'list the next maintenance windows of a campaign or nightly file, and the runs of a nightly file',
    options: [
      { ...file, help: 'campaign or nightly file' },
      { flags: '--from <time>', help: 'RFC 3339, e.g. 2026-12-24T18:00Z (default: now)' },
      { flags: '-n <count>', help: 'number of windows (default: 10)' },
      { ...pace, help: "use the simulator's clock" },
      output,
    ],
    load: () => import('../commands/windows.ts'),
  },
];
