import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { operationsDocs } from '#scripts/dev/operations-docs.ts';

describe('docs/operations.md', () => {
  it('is what the failure tables say', () => {
    const committed = readFileSync(join(import.meta.dirname, '../../../docs/operations.md'), 'utf8');
    const howToFix = 'run node_modules/.bin/node scripts/dev/generate-operations-docs.ts';
    expect(committed, howToFix).toBe(operationsDocs());
  });
});
