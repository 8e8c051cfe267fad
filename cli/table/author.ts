import type { CommandRow } from './command-row.ts';
import { file, output } from './shared-options.ts';

export const author: readonly CommandRow[] = [
  {
    name: 'validate',
    summary: 'list all problems of campaign and nightly files, with file:line:column',
    options: [{ ...file, flags: '-f, --file <file...>', help: 'campaign or nightly files' }, output],
    load: () => import('../commands/validate.ts'),
  },
  {
    name: 'schema',
    summary: 'print the JSON Schema (draft-07) of campaign or nightly files',
    positional: '[kind]',
    options: [],
    load: () => import('../commands/schema.ts'),
  },
];
