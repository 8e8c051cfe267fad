import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const text = readFileSync(join(import.meta.dirname, '../../../docs/simulator.md'), 'utf8');

/** The rows of every table of docs/simulator.md with a column "behind it": what is assumed, and its mark. */
const rows = [...text.matchAll(/^\|.*\| behind it \|\n\|[-|]+\|\n((?:\|.*\|\n)+)/gm)].flatMap(
  ([, table = '']) =>
    table
      .trim()
      .split('\n')
      .map((line) => line.split('|').map((cell) => cell.trim()))
      .map((cells) => [cells[1] ?? '', cells.at(-2) ?? ''] as const),
);

describe('each assumption about Azure', () => {
  it('is in a table that is read here', () => {
    expect(rows.length).toBeGreaterThan(40);
    expect(new Set(rows.map(([part]) => part)).size).toBe(rows.length);
  });

  it.each(rows)('"%s" has a recording, a document or a guess behind it', (_part, behind) => {
    expect(behind).toMatch(/^(recorded|documented|guessed)\b/);
  });

  it('stands nowhere else: no list of assumptions is without marks', () => {
    const [, deviations = ''] = text.split('## Deviations from the real service');
    expect(deviations.split('### The Kubernetes side')[0]).not.toMatch(/assum|as remembered|unknown/i);
  });
});
