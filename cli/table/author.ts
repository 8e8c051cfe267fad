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
  {
    name: 'explain',
    summary: 'explain a field of campaign or nightly files: its values, its default, the fields below it',
    positional: '[path]',
    options: [{ flags: '--nightly', help: 'a field of nightly files (default: of campaign files)' }, output],
    load: () => import('../commands/explain.ts'),
  },
];
