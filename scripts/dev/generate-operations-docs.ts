import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { operationsDocs } from './operations-docs.ts';

// Writes docs/operations.md from the failure tables; test/scripts/dev/operations-docs.test.ts holds it.
writeFileSync(join(import.meta.dirname, '../../docs/operations.md'), operationsDocs());
