import { describe, expect, it } from 'vitest';
import { type JournalEntry, writeJournal } from '#domain/campaign/journal.ts';

const entry = (text: string): JournalEntry => ({
  at: '2026-11-20T08:00:00Z',
  what: 'asked',
  target: 'cluster/aks-a',
  text,
});
const textsOf = (journal: readonly JournalEntry[]) => journal.map(({ text }) => text);

describe('a journal', () => {
  it('keeps what is written in order, and lets the oldest go once it is full', () => {
    const first = writeJournal([], [entry('a'), entry('b')], 3);
    expect(textsOf(first)).toEqual(['a', 'b']);
    expect(textsOf(writeJournal(first, [entry('c'), entry('d')], 3))).toEqual(['b', 'c', 'd']);
  });

  it('holds every text to what history can carry', () => {
    const [long, short] = writeJournal([], [entry('x'.repeat(5_000)), entry('x'.repeat(240))], 9);
    expect(long!.text).toHaveLength(240);
    expect(long!.text.endsWith('…')).toBe(true);
    expect(short!.text).toBe('x'.repeat(240));
  });
});
