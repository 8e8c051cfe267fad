import { expect, it } from 'vitest';
import { forReader } from '#cli/view/terminal/print.ts';

it('a sentence of a workflow has its time as every screen shows times', () => {
  const text = forReader('Freeze x was lifted by bob at 2026-12-24T10:30:00.000Z.');
  expect(text).toMatch(/^Freeze x was lifted by bob at \w{3} 2026-12-2\d \d\d:\d\d \S+\.$/);
  expect(forReader(text)).toBe(text);
});
