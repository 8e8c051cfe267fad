import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startStep } from '#worker/start-step.ts';

const lines: unknown[][] = [];
const log = { info: (...line: unknown[]) => void lines.push(line) };
beforeEach(() => {
  lines.length = 0;
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'performance'] });
});
afterEach(() => void vi.useRealTimers());

it('names the step at once and every ten seconds until it ends', async () => {
  const step = startStep(log, 'bundling the workflows', () => new Promise((end) => setTimeout(end, 25_000)));
  expect(lines).toEqual([['bundling the workflows']]);
  await vi.advanceTimersByTimeAsync(25_000);
  await step;
  expect(lines.slice(1)).toEqual([
    [{ seconds: 10 }, 'still bundling the workflows'],
    [{ seconds: 20 }, 'still bundling the workflows'],
  ]);
  expect(vi.getTimerCount()).toBe(0);
});

it('ends with the error of a step that fails', async () => {
  await expect(startStep(log, 'connecting', () => Promise.reject(new Error('refused')))).rejects.toThrow(
    'refused',
  );
  expect(vi.getTimerCount()).toBe(0);
});
