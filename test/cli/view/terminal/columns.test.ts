import fc from 'fast-check';
import stringWidth from 'string-width';
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

  it('wrap the last one where a terminal ends: beside the others, or below them where that takes less', () => {
    const rows = [
      ['', 'INFO'],
      ['a name that is long', 'a sentence that is short'],
      ['name', 'a sentence that is as long as a reason, and needs several lines of it'],
    ];
    expect(columns(rows, { width: 40, below: ['', '│ ', '│ '] }).slice(1)).toEqual([
      'a name that is long   a sentence that is',
      '│                     short',
      'name',
      '│   a sentence that is as long as a',
      '│   reason, and needs several lines of',
      '│   it',
    ]);
    expect(columns(rows, { width: 100 })).toEqual(columns(rows));
  });

  it('go below the row, too, where a terminal has no room for all of them', () => {
    const rows = [
      ['NAME', 'STATE', 'AVAILABLE', 'NOTE'],
      ['aks-prod', 'Succeeded', '1.33.6, 1.34.0', 'held'],
      ['aks-test', 'Succeeded', '-', ''],
    ];
    expect(columns(rows, { width: 24 })).toEqual([
      'NAME       STATE',
      '    AVAILABLE; NOTE',
      'aks-prod   Succeeded',
      '    1.33.6, 1.34.0; held',
      'aks-test   Succeeded   -',
    ]);
  });

  it('show what is cut of the last one', () => {
    const rows = [['INFO'], ['one two three four five six']];
    expect(columns(rows, { width: 18, mostLines: 1 }).at(-1)).toBe('one two three…');
  });

  it('end with the terminal, whatever is in them', () => {
    const cell = fc.string({ maxLength: 90 });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell)), fc.integer({ min: 20, max: 80 }), (rows, width) => {
        for (const line of columns(rows, { width })) expect(stringWidth(line)).toBeLessThanOrEqual(width);
      }),
    );
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
