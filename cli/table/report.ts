import type { CommandRow } from './command-row.ts';
import { output } from './shared-options.ts';

export const report: readonly CommandRow[] = [
  {
    name: 'report',
    summary: 'write what happened, for people and for CI; also while the campaign runs',
    positional: '<id>',
    options: [
      { ...output, help: 'md (default), html, json or junit', choices: ['md', 'html', 'json', 'junit'] },
      { flags: '--out <file>', help: 'write to a file' },
    ],
    load: () => import('../commands/report.ts'),
  },
];
