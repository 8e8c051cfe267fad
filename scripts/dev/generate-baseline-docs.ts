import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { baselineDocs } from './baseline-docs.ts';

// Writes docs/baseline.md from the controls; test/scripts/dev/baseline-docs.test.ts holds it.
writeFileSync(join(import.meta.dirname, '../../docs/baseline.md'), baselineDocs());
