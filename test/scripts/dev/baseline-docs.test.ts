import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { baselineDocs } from '#scripts/dev/baseline-docs.ts';

it('docs/baseline.md is what the controls say', () => {
  const committed = readFileSync(join(import.meta.dirname, '../../../docs/baseline.md'), 'utf8');
  const howToFix = 'run node_modules/.bin/node scripts/dev/generate-baseline-docs.ts';
  expect(committed, howToFix).toBe(baselineDocs());
});
