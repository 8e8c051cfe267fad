import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

it('a worker whose health port is taken ends with 69 before it does anything else, and names the setting', async () => {
  const other = createServer().listen(0);
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const ended = promisify(execFile)(
    join(root, 'node_modules', '.bin', 'node'),
    [join(root, 'worker', 'main.ts')],
    { env: { PATH: process.env.PATH, DRYDOCK_HEALTH_PORT: String(port) } },
  );
  await expect(ended).rejects.toMatchObject({
    code: 69,
    stdout: '',
    stderr: expect.stringMatching(
      new RegExp(
        `^error: the port of the health probes, ${port}, is taken\\n  next: set DRYDOCK_HEALTH_PORT .*\\n$`,
      ),
    ),
  });
  other.close();
});
