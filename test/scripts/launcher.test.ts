import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };

const root = join(import.meta.dirname, '..', '..');

it('the bin runs on the Node of the project, whichever Node starts it and wherever', async () => {
  const own = join(root, 'node_modules', '.bin');
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== own);
  const { stdout } = await promisify(execFile)(
    'node',
    [join(root, packageJson.bin.drydock), 'version', '-o', 'json'],
    { cwd: tmpdir(), env: { HOME: process.env.HOME, PATH: path.join(delimiter) } },
  );
  const { node } = JSON.parse(stdout) as { node: string };
  expect(Number.parseInt(node, 10)).toBeGreaterThanOrEqual(24);
});

it('the bin ends as what it runs ends', async () => {
  const ended = promisify(execFile)('node', [join(root, packageJson.bin.drydock), 'plan']);
  await expect(ended).rejects.toMatchObject({
    code: 64,
    stderr: expect.stringContaining('--file is missing'),
  });
});
