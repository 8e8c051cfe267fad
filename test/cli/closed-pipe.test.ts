import { afterEach, expect, it, vi } from 'vitest';
import { exitOnClosedPipe } from '#cli/process/closed-pipe.ts';

const before = process.exitCode;
afterEach(() => {
  process.exitCode = before;
  vi.restoreAllMocks();
});

it.each([
  ['a command under way', undefined, 141],
  ['a command that is done', 0, 0],
  ['a command that found something', 6, 6],
])('%s, whose reader has left, ends with its own exit code or 141', (_case, own, code) => {
  const exit = vi.spyOn(process, 'exit').mockImplementation(() => {
    throw new Error('exited');
  });
  process.exitCode = own;
  expect(() => exitOnClosedPipe(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))).toThrow(
    'exited',
  );
  process.exitCode = before;
  expect(exit).toHaveBeenCalledExactlyOnceWith(code);
});

it('any other error of a stream is no end', () => {
  const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
  expect(() => exitOnClosedPipe(full)).toThrow(full);
});
