import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { summaryText } from '#domain/text/summary-text.ts';

describe('a summary for Temporal', () => {
  it('stands as it is where it fits', () => {
    expect(summaryText('Soak np1 for 5m')).toBe('Soak np1 for 5m');
  });

  it('ends in an ellipsis where it does not', () => {
    expect(summaryText('a'.repeat(201))).toBe(`${'a'.repeat(197)}…`);
  });

  it('is one line of at most 200 bytes, whatever it is made of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        const summary = summaryText(text);
        expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(200);
        expect(summary).not.toContain('\n');
      }),
    );
  });
});
