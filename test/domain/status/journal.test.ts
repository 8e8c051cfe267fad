import { describe, expect, it } from 'vitest';
import { type JournalEntry, writeJournal } from '#domain/status/journal.ts';

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

  it('keeps a question whole that a person can read, and no more', () => {
    const [long, whole] = writeJournal([], [entry('x'.repeat(5_000)), entry('x'.repeat(1_000))], 9);
    expect(long!.text).toHaveLength(1_000);
    expect(long!.text.endsWith('…')).toBe(true);
    expect(whole!.text).toBe('x'.repeat(1_000));
  });

  it('holds all texts together to what history can carry, and cuts the oldest for it', () => {
    const long = (letter: string) => entry(letter.repeat(900));
    const texts = textsOf(writeJournal([long('a'), entry('short'), long('b')], [long('c'), long('d')], 10));
    expect(texts.map((text) => `${text[0]} ${text.length}`)).toEqual([
      'a 240',
      's 5',
      'b 240',
      'c 900',
      'd 900',
    ]);
  });

  it('of nothing but long texts holds no more than if each were cut', () => {
    let journal: readonly JournalEntry[] = [];
    for (let index = 0; index < 30; index += 1) journal = writeJournal(journal, [entry('x'.repeat(990))], 12);
    expect(textsOf(journal).join('').length).toBeLessThanOrEqual(12 * 240);
  });
});
