import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { baselineDocs } from '#scripts/dev/audit-docs/baseline-docs.ts';
import { benchmarkDocs } from '#scripts/dev/audit-docs/benchmark-docs.ts';

it.each([
  ['baseline.md', baselineDocs],
  ['benchmarks.md', benchmarkDocs],
])('docs/%s is what the controls say', (page, written) => {
  const committed = readFileSync(join(import.meta.dirname, '../../../docs', page), 'utf8');
  const howToFix = 'run node_modules/.bin/node scripts/dev/generate-baseline-docs.ts';
  expect(committed, howToFix).toBe(written());
});
