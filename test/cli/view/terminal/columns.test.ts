import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columns } from '#cli/view/terminal/columns.ts';

describe('columns', () => {
  it('are as wide as their widest cell, and the last one ends where its text ends', () => {
    expect(
      columns([
        ['a', 'b', 'c'],
        ['long', '', 'cc'],
      ]),
    ).toEqual(['a      b   c', 'long       cc']);
  });

  it('count what a terminal shows: colours nothing, wide characters two', () => {
    expect(
      columns(
        [
          ['\u001b[31mab\u001b[39m', 'x'],
          ['漢', 'x'],
          ['abc', 'x'],
        ],
        { gap: 1 },
      ),
    ).toEqual(['\u001b[31mab\u001b[39m  x', '漢  x', 'abc x']);
  });

  it('cut the last one where a terminal ends, and show it', () => {
    const rows = [
      ['name', 'a sentence that is long'],
      ['漢', '漢漢漢漢漢漢漢漢'],
    ];
    expect(columns(rows, { width: 18 })).toEqual(['name   a sentence…', '漢     漢漢漢漢漢…']);
    expect(columns(rows, { width: 80 })).toEqual(columns(rows));
  });

  it('end with the terminal even where the last one has no room', () => {
    expect(columns([['a long first column', 'x']], { width: 10 })).toEqual(['a long fi…']);
  });

  it('never end a line with blanks', () => {
    const cell = fc.stringMatching(/^[a-z]{0,5}$/);
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 4 })), (rows) => {
        for (const line of columns(rows)) expect(line).toBe(line.trimEnd());
      }),
    );
  });
});
