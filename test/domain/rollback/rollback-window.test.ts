import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { rollbackWindow, rollbackWindowMs } from '#domain/rollback/rollback-window.ts';

it('is what its text says', () => {
  expect(rollbackWindow).toBe(`${rollbackWindowMs / 86_400_000} days`);
});

it.each(['docs/safety/rollback.md', 'docs/campaigns.md'])('is what %s says', (page) => {
  expect(readFileSync(page, 'utf8')).toContain(`within ${rollbackWindow}`);
});
