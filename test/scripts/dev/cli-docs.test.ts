import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cliDocs } from '#scripts/dev/cli-docs.ts';

const root = join(import.meta.dirname, '../../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const ourVariables = (text: string) => [...new Set(text.match(/\bDRYDOCK_[A-Z_]*[A-Z]\b/g))].toSorted();

describe('docs/cli.md', () => {
  it('is what the table of commands says', () => {
    const howToFix = 'run node_modules/.bin/node scripts/dev/generate-cli-docs.ts';
    expect(read('docs/cli.md'), howToFix).toBe(cliDocs());
  });
});

describe('documents', () => {
  it('name every variable of ours that the code reads, and no other', () => {
    const sources = globSync('{gateways,procedures,worker,cli}/**/*.ts', { cwd: root });
    const documents = globSync(['*.md', 'docs/**/*.md'], { cwd: root });
    const howToFix = 'those of commands: describe it in scripts/dev/cli-docs-text.ts, then generate';
    expect(ourVariables(documents.map(read).join('\n')), howToFix).toEqual(
      ourVariables(sources.map(read).join('\n')),
    );
  });
});
