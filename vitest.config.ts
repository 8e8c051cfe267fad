import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** These need a real Temporal server; everything else runs without one. */
const onTemporal = ['end-to-end', 'compose'].map((folder) => `test/${folder}/**/*.test.ts`);

/** These have a configuration of their own, vitest.kubernetes.config.ts. */
const onKubernetes = 'test/conformance/**/*.test.ts';

export default defineConfig({
  test: {
    reporters: ['default', './test/support/closing-line.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Tests start workers, simulators and command lines by the hundred; compiling them is most of their start.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules', '.cache', 'node-compile') },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...onTemporal, onKubernetes],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'temporal',
          include: onTemporal,
          globalSetup: ['test/support/bring-temporal.ts', 'test/support/bundle-workflows.ts'],
          setupFiles: 'test/support/temporal-server.ts',
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
