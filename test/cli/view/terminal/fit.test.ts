import { describe, expect, it } from 'vitest';
import { cut, wrap } from '#cli/view/terminal/fit.ts';

describe('a text that is cut', () => {
  it.each([
    ['fits and stays', 'abc', 3, 'abc'],
    ['shows that it was', 'abcd', 3, 'ab…'],
    ['ends no word with a blank', 'ab cd', 4, 'ab…'],
    ['counts wide characters twice', '漢漢漢', 5, '漢漢…'],
    ['leaves no colour switched on', '\u001b[31mabcd\u001b[39m', 3, '\u001b[31mab…\u001b[39m'],
  ])('%s', (_case, text, width, shown) => {
    expect(cut(text, width)).toBe(shown);
  });
});

describe('a line that is wrapped', () => {
  it.each([
    ['is left alone where it fits', 'one two', 7, ['one two']],
    ['is broken between words', 'Waits:    one two three', 17, ['Waits:    one two', '  three']],
    ['keeps a word that is too long', `a ${'b'.repeat(9)}`, 5, ['a', `  ${'b'.repeat(9)}`]],
  ])('%s', (_case, line, width, lines) => {
    expect(wrap(line, width, 2)).toEqual(lines);
  });
});
