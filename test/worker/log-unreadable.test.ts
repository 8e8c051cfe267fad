import { expect, it } from 'vitest';
import { logUnreadable } from '#worker/log-unreadable.ts';

it('says each reason once, and not endlessly many', () => {
  const said: unknown[] = [];
  const unreadable = logUnreadable({ error: (fields: unknown) => void said.push(fields) });
  for (let attempt = 0; attempt < 3; attempt += 1) unreadable(new Error('payload key "a" is needed'));
  expect(said).toEqual([{ reason: 'payload key "a" is needed' }]);
  for (let id = 0; id < 1_000; id += 1) unreadable(new Error(`payload key "${id}" is needed`));
  expect(said).toHaveLength(100);
});
