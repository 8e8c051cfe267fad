import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const other = createServer();
let taken: string;

beforeAll(async () => {
  other.listen(0);
  await once(other, 'listening');
  taken = String((other.address() as AddressInfo).port);
});
afterAll(() => other.close());

it.each([
  [
    'whose health port is taken',
    () => ({ DRYDOCK_HEALTH_PORT: taken }),
    'health probe port PORT is already in use',
    'set DRYDOCK_HEALTH_PORT',
  ],
  [
    'whose metrics port is taken',
    () => ({ DRYDOCK_METRICS_PORT: taken }),
    'metrics port PORT is already in use',
    'set DRYDOCK_METRICS_PORT',
  ],
  [
    'that finds no Temporal server',
    () => ({ TEMPORAL_ADDRESS: '127.0.0.1:1' }),
    'Temporal at 127.0.0.1:1 cannot be reached: connection refused',
    'set TEMPORAL_ADDRESS',
  ],
  [
    'whose simulator is gone',
    () => ({ DRYDOCK_ARM_ENDPOINT: 'https://127.0.0.1:1' }),
    'https://127.0.0.1:1 does not answer, so it is unknown whether this worker runs on real or simulated time',
    'start the simulator,',
  ],
])(
  'a worker %s ends with 69 before it does anything else, and names the setting',
  async (_, env, error, next) => {
    const ended = promisify(execFile)(
      join(root, 'node_modules', '.bin', 'node'),
      [join(root, 'worker', 'main.ts')],
      { env: { PATH: process.env.PATH, DRYDOCK_HEALTH_PORT: '0', ...env() } },
    );
    await expect(ended).rejects.toMatchObject({
      code: 69,
      stdout: '',
      stderr: expect.stringMatching(
        // The log's lines come before the error, in the order in which they were written.
        new RegExp(`^(\\{.*\\}\\n)*error: ${error.replace('PORT', taken)}\\n  next: ${next} .*\\n$`),
      ),
    });
  },
);
