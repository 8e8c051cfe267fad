import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, vi } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { aSpec } from '../campaigns/campaign-specs.ts';
import { openTemporaryFiles } from '../processes/temporary-files.ts';

const root = join(import.meta.dirname, '..', '..');
/** Where the system's own Node is found, often an older one. */
const foreignPath = (process.env.PATH ?? '')
  .split(delimiter)
  .filter((folder) => folder !== join(root, 'node_modules', '.bin'))
  .join(delimiter);

it('the bin runs on the Node of the project, whichever Node starts it and wherever', async () => {
  const { stdout } = await promisify(execFile)(
    'node',
    [join(root, packageJson.bin.drydock), 'version', '-o', 'json'],
    { cwd: tmpdir(), env: { HOME: process.env.HOME, PATH: foreignPath } },
  );
  const { node } = JSON.parse(stdout) as { node: string };
  expect(Number.parseInt(node, 10)).toBeGreaterThanOrEqual(24);
});

it('the bin starts Node with limits for garbage', async () => {
  const child = spawn(join(root, packageJson.bin.drydock), ['scan', '--manifests', '-', '--target', '1.36']);
  await once(child, 'spawn');
  // Between env and node stands an exec: the process is the same.
  const words = () => readFileSync(`/proc/${child.pid}/cmdline`, 'utf8').split('\0');
  await vi.waitFor(() => expect(words()[0]).toBe('node'));
  expect(words()).toEqual(
    expect.arrayContaining([
      '--heap-growing-percent=40',
      '--max-semi-space-size=2',
      '--no-concurrent-recompilation',
    ]),
  );
  child.stdin.end();
  await once(child, 'close');
});

it('the bin ends as what it runs ends', async () => {
  const ended = promisify(execFile)('node', [join(root, packageJson.bin.drydock), 'plan']);
  await expect(ended).rejects.toMatchObject({
    code: 64,
    stderr: expect.stringContaining('--file is missing'),
  });
});

it('all that a command says reaches a reader who takes his time', async () => {
  const files = openTemporaryFiles();
  const maintenance = `  maintenance:
    timezone: UTC
    maintenanceWindow: { schedule: { daily: {} }, startTime: "22:00", durationHours: 6 }`;
  const file = files.write('daily.yaml', aSpec(maintenance));
  const bin = join(root, packageJson.bin.drydock);
  const command = `'${process.execPath}' '${bin}' windows -f '${file}' -n 9999 -o json | { sleep 1; cat; }`;
  const env = { ...process.env, TEMPORAL_ADDRESS: 'localhost:1' };
  const { stdout } = await promisify(execFile)('sh', ['-c', command], { env, maxBuffer: 10_000_000 });
  files.remove();
  expect((JSON.parse(stdout) as { windows: unknown[] }).windows).toHaveLength(9999);
});

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s to the bin alone, where no terminal sends it to all, ends what it runs',
  async (signal) => {
    const files = openTemporaryFiles();
    const args = [join(root, packageJson.bin.drydock), 'simulate', '--port', '0', '--dir', files.folder];
    const bin = spawn('node', args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PATH: foreignPath },
    });
    await once(bin.stdout, 'data');
    const closed = once(bin.stdout, 'close');
    bin.kill(signal);
    await closed;
    files.remove();
  },
);

it.each(['node', process.execPath])(
  'what npx has started through a shell ends when that shell is ended, with %s',
  async (node) => {
    const files = openTemporaryFiles();
    const bin = join(root, packageJson.bin.drydock);
    // What follows keeps the shell there, as npm's is.
    const command = `'${node}' '${bin}' simulate --port 0 --dir '${files.folder}'; exit $?`;
    const env = { ...process.env, npm_command: 'exec' };
    const shell = spawn('sh', ['-c', command], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    await once(shell.stdout, 'data');
    // The pipe is closed once no one writes to it any more.
    const closed = once(shell.stdout, 'close');
    shell.kill('SIGTERM');
    await closed;
    files.remove();
  },
);

it.each(['simulate --port 0 --dir FOLDER', 'audit --manifests -'])(
  'SIGINT to npx alone reaches %s',
  async (line) => {
    const files = openTemporaryFiles();
    const args = ['drydock', ...line.replace('FOLDER', files.folder).split(' ')];
    const npx = spawn('npx', args, { cwd: root, env: { ...process.env, PATH: foreignPath } });
    const started = (async () => {
      if (line.startsWith('simulate')) return await once(npx.stdout, 'data');
      return await vi.waitFor(() => expect(childrenOf(npx.pid)).toContain('drydock'), { timeout: 20_000 });
    })();
    await started;
    const closed = once(npx.stdout, 'close');
    npx.kill('SIGINT');
    await closed;
    files.remove();
  },
  30_000,
);

it.each(['SIGINT', 'SIGTERM'] as const)(
  '%s to the launcher and what it runs, as of a terminal, counts once',
  async (signal) => {
    const files = openTemporaryFiles();
    const args = [join(root, packageJson.bin.drydock), 'simulate', '--port', '0', '--dir', files.folder];
    const bin = spawn('node', args, {
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, PATH: foreignPath },
    });
    await once(bin.stdout, 'data');
    process.kill(-(bin.pid ?? 0), signal);
    // A second signal ends the simulator at once, by the signal.
    expect(await once(bin, 'exit')).toEqual([0, null]);
    files.remove();
  },
);

/** The command lines of a process's children. */
function childrenOf(pid: number | undefined): string {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return children
    .split(' ')
    .filter((child) => child !== '')
    .map((child) => readFileSync(`/proc/${child}/cmdline`, 'utf8'))
    .join('\n');
}
