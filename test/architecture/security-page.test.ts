import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const page = readFileSync(join(root, 'SECURITY.md'), 'utf8');
const rows = page
  .split('## Threats and what stops them')[1]!
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| threat'))
  .map((line) => line.split(' | '));

/** "`test/a.test.ts`: "one", "two"; `test/b.test.ts`" as files with the titles that are said to be in them. */
function testsIn(cell: string): readonly { readonly file: string; readonly titles: readonly string[] }[] {
  return cell.split(/;(?= `)/).map((part) => ({
    file: /`([^`]+\.test\.ts)`/.exec(part)?.[1] ?? '',
    titles: [...part.matchAll(/"([^"]+)"/g)].map(([, title]) => title!),
  }));
}

/** Whether a title of the file, with anything for its placeholders, is or contains the words. */
function hasTitle(text: string, words: string): boolean {
  const literals = [...text.matchAll(/'((?:[^'\\\n]|\\.)*)'|`([^`]*)`|"((?:[^"\\\n]|\\.)*)"/g)];
  return literals.some(([, a, b, c]) => {
    const title = (a ?? b ?? c ?? '').replaceAll("\\'", "'");
    const pattern = title
      .split(/%[sjdo]|\$\w+|\$\{[^}]*\}/)
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return title.includes(words) || (pattern.length > 1 && new RegExp(`^${pattern.join('.+')}$`).test(words));
  });
}

describe('each threat in SECURITY.md', () => {
  it('has a row of three cells', () => {
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter((cells) => cells.length !== 3)).toEqual([]);
  });

  it.each(rows.map(([threat, , tests]) => [threat!.replace('| ', '').slice(0, 60), tests!] as const))(
    'is tested as it says: %s',
    (_, cell) => {
      for (const { file, titles } of testsIn(cell)) {
        expect(existsSync(join(root, file)), file).toBe(true);
        const text = readFileSync(join(root, file), 'utf8');
        expect(titles.filter((title) => !hasTitle(text, title))).toEqual([]);
      }
    },
  );
});
