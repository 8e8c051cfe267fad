import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, vi } from 'vitest';
import { startGuardedProgram } from './guarded-program.ts';

const module = join(import.meta.dirname, 'guarded-program.ts');
const sleeper = ['-c', 'echo $$ >&2; exec sleep 600'];

/** A process that starts a guarded one, says its id and waits. */
const holder = `
import { startGuardedProgram } from ${JSON.stringify(module)};
const { process: { stderr } } = startGuardedProgram('sh', ${JSON.stringify(sleeper)});
stderr.pipe(process.stdout);
setInterval(() => undefined, 1000);
`;

describe('a guarded program', () => {
  it('ends with the process that started it, even if that one is killed', async () => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', holder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    expect(isThere(Number(line))).toBe(true);
    child.kill('SIGKILL');
    await vi.waitFor(() => expect(isThere(Number(line))).toBe(false), { timeout: 10_000 });
  });

  it('ends on SIGTERM, with its last output', async () => {
    const program = startGuardedProgram('sh', ['-c', 'echo "I was here" >&2; exec sleep 600']);
    await vi.waitFor(() => expect(program.lastWords()).toBe('I was here'));
    await program.stop();
    await expect(program.ended).resolves.toBeDefined();
  });

  it('tells the code with which it ended', async () => {
    const program = startGuardedProgram('sh', ['-c', 'exit 3']);
    await expect(program.ended).resolves.toMatchObject({ code: 3 });
  });
});

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
