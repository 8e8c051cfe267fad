import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { runCommandLine } from '#cli/command-line.ts';
import { commandTable } from '#cli/table/command-table.ts';

let errors = '';
beforeEach(() => {
  errors = '';
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'performance'] });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    errors += String(text);
    return true;
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

it.each(commandTable.map((row) => [row.name, row] as const))(
  '%s is not silent for longer than two seconds, whatever it waits for',
  async (name, row) => {
    const run = () => new Promise<0>((end) => setTimeout(() => end(0), 15_000));
    vi.spyOn(row, 'load').mockResolvedValue({ run });
    const positional = row.positional?.startsWith('<') ? ['one'] : [];
    const ended = runCommandLine([...name.split(' '), ...positional]);
    await vi.advanceTimersByTimeAsync(15_000);
    await ended;
    expect(errors).toBe(`drydock ${name}: 2 s\ndrydock ${name}: 12 s\n`);
  },
);
