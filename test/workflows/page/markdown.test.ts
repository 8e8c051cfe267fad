import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { phaseText as phaseInTerminal } from '#cli/view/status/phases.ts';
import { paletteFor } from '#cli/view/terminal/colour.ts';
import type { Phase } from '#domain/status/status.ts';
import { bar, code, moment, names, page, phaseText, plain, table } from '#workflows/page/markdown.ts';

const phases = [
  'NotStarted',
  'Waiting',
  'Running',
  'Paused',
  'NeedsDecision',
  'RollingBack',
  'RolledBack',
  'Completed',
  'CompletedWithFailures',
  'Skipped',
  'Failed',
  'Aborted',
] as const satisfies readonly Phase[];

describe('a page', () => {
  it('shows phases by the signs of the terminal', () => {
    const palette = paletteFor({ noColour: true, env: {}, isTerminal: false });
    for (const phase of phases) expect(phaseText(phase)).toBe(phaseInTerminal(phase, palette));
  });

  it('leaves out what has nothing to say, and ends in a paragraph that may be cut off', () => {
    expect(page([['a'], [], table(['h'], []), ['b', 'c']])).toBe('a\n\nb\nc\n\n\u00a0');
  });

  it('leaves out whole blocks where all together are too long for an address, and says so', () => {
    const text = page([['first'], ['ü'.repeat(2_000)], ['last']]);
    expect(text).toMatch(/^first\n\nlast\n\n\*More than fits here/);
  });

  it('fits into an address, whatever is in it', () => {
    const blocks = fc.array(fc.array(fc.string({ unit: 'binary', maxLength: 900 }), { maxLength: 5 }));
    fc.assert(
      fc.property(blocks, (some) => {
        expect(encodeURIComponent(page(some)).length).toBeLessThanOrEqual(7_800);
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    [0, 0, '░'.repeat(16)],
    [499, 500, `${'█'.repeat(15)}░`],
    [500, 500, '█'.repeat(16)],
  ])('fills the bar for %i of %i only when everything is done', (done, total, drawn) => {
    expect(bar(done, total)).toBe(`\`${drawn}\` ${done} of ${total}`);
  });

  it('says moments to the minute, with their zone', () => {
    expect(moment('2026-11-20T10:42:33.900Z')).toBe('2026-11-20 10:42 UTC');
  });

  it('names a few and counts the rest', () => {
    expect(names(['a', 'b'], 2)).toBe('a, b');
    expect(names(['a', 'b', 'c', 'd'], 2)).toBe('a, b and 2 more');
  });

  it.each([
    ['a\n b', 'a b'],
    ['a|b', 'a\\|b'],
    ['<b>*x*', '&lt;b>\\*x\\*'],
    ['--force', '-\\-force'],
  ])('takes the meaning out of %j', (text, shown) => {
    expect(plain(text)).toBe(shown);
  });

  it('keeps whatever others say on one line and in bounds', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), (text) => {
        const shown = plain(text, 50);
        expect(shown).not.toContain('\n');
        expect(shown.length).toBeLessThanOrEqual(50 * '&#64;'.length);
      }),
    );
  });

  it('keeps text to be copied inside its code', () => {
    expect(code('a `b`')).toBe("`a 'b'`");
  });
});
