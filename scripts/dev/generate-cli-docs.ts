import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandTable } from '#cli/command-table.ts';
import { cliDocs } from './cli-docs.ts';

// Writes docs/cli.md from the table of commands; test/scripts/dev/cli-docs.test.ts holds it.
writeFileSync(join(import.meta.dirname, '../../docs/cli.md'), cliDocs(commandTable));
