import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cliDocs } from './cli-docs.ts';

// Writes docs/cli.md from cli/table; test/scripts/dev/cli-docs.test.ts holds it.
writeFileSync(join(import.meta.dirname, '../../docs/cli.md'), cliDocs());
