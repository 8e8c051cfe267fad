import type { CommandRow } from './command-row.ts';
import { output, steering } from './shared-options.ts';

export const freeze: readonly CommandRow[] = [
  {
    name: 'freeze create',
    summary:
      'stop all campaigns from starting upgrades; operations in progress, rollbacks and restores finish',
    positional: '<name>',
    options: [
      {
        flags: '--until <end>',
        help: 'end time (2026-12-24T18:00Z) or duration (12h); default: until lifted',
      },
      ...steering,
    ],
    load: () => import('../commands/freeze-create.ts'),
  },
  {
    name: 'freeze list',
    summary: 'list freezes: state, end, operator, reason',
    options: [output],
    load: () => import('../commands/freeze-list.ts'),
  },
  {
    name: 'freeze lift',
    summary: 'lift a freeze',
    positional: '<name>',
    options: steering,
    load: () => import('../commands/freeze-lift.ts'),
  },
];
