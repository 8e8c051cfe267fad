import { expect, it } from 'vitest';
import { taskQueueFor } from '#domain/campaign/task-queue.ts';

it('gives every simulator a task queue of its own, so that no real cluster meets a paced campaign', () => {
  expect(taskQueueFor(null)).toBe('drydock');
  expect(taskQueueFor({ simulator: 'a' })).toBe('drydock-a');
  expect(taskQueueFor({ simulator: 'b' })).not.toBe(taskQueueFor({ simulator: 'a' }));
});
