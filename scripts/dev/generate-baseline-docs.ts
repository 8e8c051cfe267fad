import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { baselineDocs } from './audit-docs/baseline-docs.ts';
import { benchmarkDocs } from './audit-docs/benchmark-docs.ts';

// Writes docs/baseline.md and docs/benchmarks.md from the controls; test/scripts/dev/baseline-docs.test.ts holds them.
writeFileSync(join(import.meta.dirname, '../../docs/baseline.md'), baselineDocs());
writeFileSync(join(import.meta.dirname, '../../docs/benchmarks.md'), benchmarkDocs());
